import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';

export interface Table {
  name: string;
  columns: string[];
  /** Columns that put its rows in order: those of the primary key. */
  key: string[];
  /** Tables whose rows its rows refer to. */
  needs: string[];
}

/** Processes that run now: they say nothing of another installation. */
const NOT_DUMPED = ['worker'];

/** What is addressed by its content: the column that holds it is written to packs, once per hash. */
export const CONTENT = {
  document: 'facts',
  evidence: 'content',
  report: 'model',
  report_rows: 'rows',
} as const;
export type ContentTable = keyof typeof CONTENT;
/** As people call them. */
export const TITLES: Record<ContentTable, string> = {
  document: 'documents',
  evidence: 'evidence',
  report: 'reports',
  report_rows: 'rows of reports',
};

/** The tables that a dump holds, each after those that it refers to. */
export async function dumpedTables(db: Queryable): Promise<Table[]> {
  const { rows } = await db.query<Table>(sql('backup-tables'));
  return inOrder(rows.filter((table) => !NOT_DUMPED.includes(table.name)));
}

function inOrder(tables: Table[]): Table[] {
  const left = new Map(tables.map((table) => [table.name, table]));
  const ordered: Table[] = [];
  while (left.size > 0) {
    const ready = [...left.values()].filter((table) => !table.needs.some((name) => left.has(name)));
    if (ready.length === 0)
      throw new Error(`tables refer to each other in a circle: ${[...left.keys()].join(', ')}`);
    for (const table of ready) left.delete(table.name);
    ordered.push(...ready);
  }
  return ordered;
}

/** The columns that stand in a table's own file. */
export function plainColumns({ name, columns }: { name: string; columns: string[] }): string[] {
  const content: string | undefined = isContent(name) ? CONTENT[name] : undefined;
  return columns.filter((column) => column !== content);
}

export const isContent = (name: string): name is ContentTable => name in CONTENT;
export const quoted = (names: string[]) => names.map((name) => `"${name}"`).join(', ');
