import { promisify } from 'node:util';
import { deflate, inflate } from 'node:zlib';
import { z } from 'zod';
import { GazetteerError } from '../errors.ts';
import { canonicalJson, sha256 } from '../store/canonical.ts';
import type { Queryable } from '../store/database.ts';
import { ReportCell, type ReportTable, type RowsPart } from './model.ts';

const packed = promisify(deflate);
const unpacked = promisify(inflate);

/** Rows of a table that stand in the report itself, which is what people read; those that follow are kept in parts beside it. */
export const SHOWN_ROWS = 500;
/** Rows of a table that a report holds in all. A fleet of 10,000 nodes fills none so far; what is beyond is counted. */
export const MOST_ROWS = 100_000;
/** Rows of a part, at most. */
export const PART_ROWS = 1000;

/** All rows that a report holds of a table, some at a time. */
export type RowsOf = (table: ReportTable) => AsyncIterable<ReportCell[][]>;

/** Rows of a report that holds all of them itself. */
export const rowsHere: RowsOf = async function* ({ id, rows, more = [] }) {
  if (more.length > 0) throw new Error(`rows of the table ${id} are kept beside its report`);
  yield rows;
};

/** Rows of reports that are kept in a database. */
export const rowsIn = (db: Queryable): RowsOf =>
  async function* ({ rows, more = [] }) {
    yield rows;
    for (const part of more) yield await readPart(db, part);
  };

/** The rows from one place to another; parts that have none of them are not read. */
export async function rowsBetween(
  db: Queryable,
  { rows, more = [] }: Pick<ReportTable, 'rows' | 'more'>,
  from: number,
  until: number,
): Promise<ReportCell[][]> {
  const found = rows.slice(from, until);
  let begin = rows.length;
  for (const part of more) {
    const end = begin + part.rows;
    if (end > from && begin < until)
      found.push(...(await readPart(db, part)).slice(Math.max(0, from - begin), until - begin));
    begin = end;
  }
  return found;
}

/** Some rows, as they are kept. */
export interface KeptRows {
  part: RowsPart;
  hash: Buffer;
  bytes: number;
  packed: Buffer;
}

export async function packRows(rows: ReportCell[][]): Promise<KeptRows> {
  const text = canonicalJson(rows);
  const hash = sha256(text);
  const part = { rows: rows.length, hash: hash.toString('hex') };
  return { part, hash, bytes: Buffer.byteLength(text), packed: await packed(text) };
}

/** Rows that another report has as well are there already. */
export async function storeRows(tx: Queryable, parts: Iterable<KeptRows>): Promise<void> {
  for (const { hash, bytes, packed: rows } of parts)
    await tx.query('insert into report_rows (hash, bytes, rows) values ($1, $2, $3) on conflict do nothing', [
      ...[hash, bytes, rows],
    ]);
}

const Rows = z.array(z.array(ReportCell));

async function readPart(db: Queryable, part: RowsPart): Promise<ReportCell[][]> {
  const found = await db.query<{ rows: Buffer }>('select rows from report_rows where hash = $1', [
    Buffer.from(part.hash, 'hex'),
  ]);
  const bytes = await unpacked(found.rows[0]?.rows ?? Buffer.alloc(0)).catch(() => Buffer.alloc(0));
  if (sha256(bytes).toString('hex') !== part.hash)
    throw new GazetteerError(
      'damaged',
      'rows of a report are not what was stored',
      'Restore them from a dump',
    );
  return Rows.parse(JSON.parse(bytes.toString('utf8')));
}
