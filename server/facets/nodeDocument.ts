import type { Column, Facts } from './facet.ts';

/** A described column whose cell is the fact of the same name. */
export function column(
  name: string,
  type: Column['type'],
  sentence: string,
  holds?: NonNullable<Column['holds']>,
): Column {
  return { name, type, sentence, of: (row) => row[name], ...(holds ? { holds } : {}) };
}

/** The one row of a document that is a single record: its facts without the kind. */
export function oneRow(facts: Facts): Record<string, unknown>[] {
  const { kind: _, ...row } = facts;
  return [row];
}
