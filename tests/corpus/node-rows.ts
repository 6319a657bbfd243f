import type { FacetName } from '../../server/facets/names.ts';
import { parsed } from './measure.ts';

/** The document of a captured file; what cannot be read at all is said in one word. */
export function documentOf(facet: FacetName, path: string): Record<string, unknown> {
  try {
    const { document } = parsed(facet, path);
    return document ? { ...document } : { kind: 'failed' };
  } catch (error) {
    return { kind: error instanceof Error ? error.message.slice(0, 80) : 'failed' };
  }
}

/** `name=value` of the given names, as rows to compare. */
export function cellsOf(facts: Record<string, unknown>, names: readonly string[]): string[] {
  return names.map((name) => `${name}=${text(facts[name])}`);
}

function text(value: unknown): string {
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? value.join(' ') : String(value);
}

/** A member of unknown JSON as text; '' when it is not there. */
export function member(value: unknown, ...path: string[]): string {
  let at = value;
  for (const name of path) {
    if (typeof at !== 'object' || at === null) return '';
    at = Reflect.get(at, name);
  }
  return typeof at === 'object' || at === undefined ? '' : String(at);
}
