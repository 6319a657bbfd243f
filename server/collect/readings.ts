import { createHash } from 'node:crypto';
import { messageOf } from '../errors.ts';
import type { FacetReading } from '../facets/facet.ts';
import type { FacetName } from '../facets/names.ts';
import { facets } from '../facets/registry.ts';
import type { FacetEvidence, Part } from '../frames/evidence.ts';

const MOST_BYTES = 32 * 1024 * 1024;
const MOST_BYTES_EACH = 4 * 1024 * 1024;

/** Readings of evidence seen lately; the oldest go first. Equal raw text is a shortcut past parsing, no more. */
const cache = new Map<string, { reading: FacetReading; bytes: number }>();
let cachedBytes = 0;

/** Parses a facet's evidence, or takes the reading of equal evidence parsed before. */
export function readFacet(name: FacetName, evidence: FacetEvidence): FacetReading {
  const { key, bytes } = keyOf(evidence);
  const known = cache.get(key);
  if (known) {
    cache.delete(key);
    cache.set(key, known);
    return known.reading;
  }
  const reading = readSafely(name, evidence);
  if (bytes <= MOST_BYTES_EACH) {
    cache.set(key, { reading, bytes });
    cachedBytes += bytes;
    for (const [oldest, one] of cache) {
      if (cachedBytes <= MOST_BYTES) break;
      cache.delete(oldest);
      cachedBytes -= one.bytes;
    }
  }
  return reading;
}

/**
 * Readers do not throw. One that does all the same, at something that nobody thought of, is called where bytes of a node arrive
 * and would end the process: it has failed for this node, and says nothing of what is there.
 */
function readSafely(name: FacetName, evidence: FacetEvidence): FacetReading {
  try {
    return facets[name].read(evidence);
  } catch (error) {
    const message = `its reader failed: ${messageOf(error)}`;
    return { node: null, outcome: 'failed', reason: 'unreadable', message, roots: [], problems: [] };
  }
}

function keyOf(evidence: FacetEvidence): { key: string; bytes: number } {
  const hash = createHash('sha256');
  let bytes = 0;
  const text = (...words: string[]) => {
    for (const word of words) hash.update(`${Buffer.byteLength(word)}:${word}`);
  };
  const parts = (list: Part[]) => {
    text(`parts ${list.length}`);
    for (const part of list) {
      text(part.name);
      hash.update(`${part.bytes.length}:`).update(part.bytes);
      bytes += part.bytes.length;
    }
  };
  text(evidence.facet, evidence.outcome, evidence.reason, evidence.message, evidence.ended);
  parts(evidence.parts);
  for (const root of evidence.roots) {
    // The inode number differs between equal nodes and means nothing to a parser.
    text('root', root.kind, root.path, root.mount.point, root.mount.fstype, root.mount.source);
    text(JSON.stringify(root.args), root.outcome, root.reason, root.message, JSON.stringify(root.unread));
    parts(root.parts);
    for (const item of root.items) {
      text('item', item.path);
      parts(item.parts);
    }
  }
  return { key: hash.digest('base64'), bytes };
}
