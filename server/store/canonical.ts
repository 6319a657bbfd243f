import { createHash } from 'node:crypto';
import type { Facts } from '../facets/facet.ts';

export interface CanonicalDocument {
  kind: string;
  /** RFC 8785 */
  text: string;
  hash: Buffer;
}

/**
 * The canonical form of facts, and its sha256: the identity of the document. Text that neither JSON
 * exchange nor Postgres can hold is made harmless first, so that the hash is that of what is stored:
 * NUL becomes \x00, a lone surrogate U+FFFD, a number that is not finite null.
 */
export function canonicalDocument(facts: Facts): CanonicalDocument {
  let document = done.get(facts);
  if (!document) {
    const text = canonicalJson(facts);
    document = { kind: facts.kind, text, hash: sha256(text) };
    done.set(facts, document);
  }
  return document;
}

/** Equal nodes share one parsed reading, whose facts are then written out once. */
const done = new WeakMap<Facts, CanonicalDocument>();

export function sha256(...pieces: (string | Uint8Array)[]): Buffer {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest();
}

/**
 * JSON in the canonical form of RFC 8785: keys sorted by UTF-16 code units, numbers and strings as
 * ECMAScript writes them (sections 3.2.2 and 3.2.3 define them by JSON.stringify). `undefined` is left out.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(cleanText(value));
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : 'null';
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return 'null';
  const members = Object.entries(value)
    .filter(([, one]) => one !== undefined)
    .map(([key, one]): [string, unknown] => [cleanText(key), one])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, one]) => `${JSON.stringify(key)}:${canonicalJson(one)}`);
  return `{${members.join(',')}}`;
}

/** Text as Postgres and JSON can hold it. */
export function cleanText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '\\x00') : wellFormed;
}
