import { z } from 'zod';
import { GazetteerError } from '../../errors.ts';

/** What a list hands out, row by row. */
export type Row = Record<string, unknown>;

/** One column of the file forms of a list. */
export interface ExportColumn {
  /** Stable: the names of the fields that lead to it, joined by dots, such as `reason.code`. */
  name: string;
  path: string[];
  kind: ColumnKind;
  meaning: string;
}

/** How spreadsheets are told to take a column. Lists and records are JSON in one cell. */
export type ColumnKind = 'text' | 'number' | 'yes or no' | 'time' | 'list' | 'record' | 'mixed';

/** The columns of a row that a schema describes: a field that is an object gives a column for each of its own. */
export function columnsOf(item: z.ZodObject, before: string[] = []): ExportColumn[] {
  return Object.entries(item.shape).flatMap(([key, field]) => {
    const path = [...before, key];
    const bare = withoutWrapping(field);
    if (bare instanceof z.ZodObject) return columnsOf(bare, path);
    return [{ name: path.join('.'), path, kind: kindOf(bare), meaning: meaningOf(field, bare) }];
  });
}

/** Columns of rows that no schema describes, such as those of a document's table: its names stand there without a row as well. */
export function columnsNamed(names: string[]): ExportColumn[] {
  return names.map((name) => ({ name, path: [name], kind: 'mixed', meaning: '' }));
}

/** Those that are asked for by name, in that order; all where none is. Throws at a name that is none of them. */
export function chosenColumns(columns: ExportColumn[], asked: string): ExportColumn[] {
  const names = asked.split(',').filter((name) => name !== '');
  if (names.length === 0) return columns;
  const byName = new Map(columns.map((column) => [column.name, column]));
  return [...new Set(names)].map((name) => {
    const column = byName.get(name);
    if (column) return column;
    const known = [...byName.keys()].join(', ');
    throw new GazetteerError('bad-request', `there is no column "${name}"`, `Columns are ${known}`);
  });
}

export function cellOf(row: Row, { path }: ExportColumn): unknown {
  let value: unknown = row;
  for (const key of path) {
    if (!isRecord(value)) return null;
    value = value[key];
  }
  return value;
}

const isRecord = (value: unknown): value is Row => typeof value === 'object' && value !== null;

function withoutWrapping(field: unknown): unknown {
  let bare = field;
  while (bare instanceof z.ZodNullable || bare instanceof z.ZodOptional || bare instanceof z.ZodDefault)
    bare = bare.unwrap();
  return bare;
}

function kindOf(bare: unknown): ColumnKind {
  if (bare instanceof z.ZodISODateTime) return 'time';
  if (bare instanceof z.ZodNumber) return 'number';
  if (bare instanceof z.ZodBoolean) return 'yes or no';
  if (bare instanceof z.ZodArray) return 'list';
  if (bare instanceof z.ZodRecord) return 'record';
  if (bare instanceof z.ZodString || bare instanceof z.ZodEnum || bare instanceof z.ZodLiteral) return 'text';
  if (bare instanceof z.ZodUnion && bare.options.every((one) => kindOf(one) === 'text')) return 'text';
  return 'mixed';
}

function meaningOf(field: unknown, bare: unknown): string {
  const said = (one: unknown) => (one instanceof z.ZodType ? (one.description ?? '') : '');
  return said(field) || said(bare);
}
