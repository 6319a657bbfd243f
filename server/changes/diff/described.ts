import type { DocumentKind, Facts } from '../../facets/facet.ts';
import { rowKeys } from './rowKeys.ts';
import { valueText } from './value.ts';

export type Row = Record<string, unknown>;

/** A document as it is compared: facts of its own, and rows that their keys name. */
export interface Described {
  own: Row;
  rows: Row[];
  keys: string[];
}

/** Facts of an older form, or of no kind that is known, are taken as they are. */
export function described(kind: DocumentKind | undefined, facts: Facts): Described {
  if (!kind?.schema.safeParse(facts).success) return { own: { ...facts }, rows: [], keys: [] };
  const keys = rowKeys[kind.kind];
  const rows = kind.rows(facts);
  if (keys === undefined) {
    const shown = new Set(kind.columns.map(({ name }) => name));
    const rest = Object.entries(facts).filter(([name]) => !shown.has(name));
    return {
      own: { ...cellsOf(kind.columns, rows[0] ?? {}), ...Object.fromEntries(rest) },
      rows: [],
      keys: [],
    };
  }
  // What holds for the whole document is repeated in the rows of some kinds.
  const columns = kind.columns.filter(({ name }) => keys.includes(name) || !(name in facts));
  return { own: withoutTables(facts), rows: rows.map((row) => cellsOf(columns, row)), keys };
}

function cellsOf(columns: DocumentKind['columns'], row: Row): Row {
  return Object.fromEntries(columns.map((column) => [column.name, column.of(row)]));
}

/** Lists of objects are what the rows are made of. */
function withoutTables(facts: Facts): Row {
  const isTable = (value: unknown) => Array.isArray(value) && value.some((item) => typeof item === 'object');
  return Object.fromEntries(
    Object.entries(facts).filter(
      ([, value]) => !isTable(value) && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

export function keyOf(keys: string[], row: Row): string {
  return keys
    .map((key) => valueText(row[key]))
    .join(' ')
    .trim();
}
