import type { DocumentKind, Facts } from '../../facets/facet.ts';
import { described, keyOf } from './described.ts';
import { isKnown } from './value.ts';

/** Stands for a row that is there, whatever it says. */
export const THERE = 'there';

/**
 * Every fact of a document by the name that `differences` gives it: facts of its own, rows by their key, and fields by
 * key and field. Of several rows of one key all values.
 */
export function valuesOf(kind: DocumentKind | undefined, facts: Facts): Map<string, unknown> {
  const values = new Map<string, unknown>();
  const { own, rows, keys } = described(kind, facts);
  for (const [field, value] of Object.entries(own)) values.set(field, value);
  for (const row of rows) {
    const key = keyOf(keys, row);
    values.set(key, THERE);
    for (const [field, value] of Object.entries(row)) {
      const name = `${key} ${field}`;
      const have = values.get(name);
      values.set(name, isKnown(have) && have !== value ? `${String(have)} | ${String(value)}` : value);
    }
  }
  return values;
}
