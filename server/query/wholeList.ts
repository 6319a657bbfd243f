import { createHash } from 'node:crypto';
import { badCursor, cursorOf, partsOfCursor } from '../routes/cursor.ts';
import type { Page } from '../routes/endpoint.ts';
import type { PageAsked } from './sqlList.ts';

/** How a list that is worked out as a whole is sorted and cut into pages. */
export interface WholeOrder<Row> {
  /** A cell by which rows can be sorted. */
  cell: (row: Row, column: string) => unknown;
  /** What names a row among the others, and stays the same while it is there. */
  identity: (row: Row) => unknown;
  /** What all pages of one list have to know, such as the time it ends at. */
  memo?: string;
}

/**
 * One page of rows that are all there, in their own order or sorted by a column. The cursor names the last row of the page before,
 * so that none is told twice or left out when others came or went; where that row is gone itself, its place counts.
 */
export function pageOfWhole<Row>(
  rows: Row[],
  { sort = '', limit, after }: PageAsked,
  { cell, identity, memo = '' }: WholeOrder<Row>,
): Page<Row> {
  const ordered = sort === '' ? rows : sortedBy(rows, sort, cell);
  const markOf = marker(identity);
  const from = placeAfter(ordered, cursorOfWhole(after), sort, markOf);
  const items = ordered.slice(from, from + limit);
  return { items, total: rows.length, next: nextOf(items, { from, total: rows.length, sort, memo }, markOf) };
}

/** Which rows of its list a page is made of: its own, and the one before, which says whether they still follow it. */
export function spanOfPage({ limit, after }: PageAsked): { from: number; until: number } {
  const place = cursorOfWhole(after)?.place ?? 0;
  return { from: Math.max(0, place - 1), until: place + limit };
}

/**
 * The same page of a list of which only those rows are there: whoever knows where each row stands need not work out the others. Null
 * where the list is another one since the page before.
 */
export function pageOfSpan<Row>(
  rows: readonly Row[],
  total: number,
  { sort = '', limit, after }: PageAsked,
  { identity, memo = '' }: Pick<WholeOrder<Row>, 'identity' | 'memo'>,
): Page<Row> | null {
  const cursor = cursorOfWhole(after);
  if (cursor && cursor.sort !== sort) throw badCursor();
  const markOf = marker(identity);
  const from = cursor?.place ?? 0;
  const [before] = rows;
  if (cursor && from > 0 && (before === undefined || markOf(before) !== cursor.mark)) return null;
  const items = rows.slice(from > 0 ? 1 : 0).slice(0, limit);
  return { items, total, next: nextOf(items, { from, total, sort, memo }, markOf) };
}

type Marker<Row> = (row: Row) => string;

function marker<Row>(identity: WholeOrder<Row>['identity']): Marker<Row> {
  return (row) =>
    createHash('sha256')
      .update(JSON.stringify(identity(row)))
      .digest('base64url');
}

function nextOf<Row>(
  items: readonly Row[],
  { from, total, sort, memo }: { from: number; total: number; sort: string; memo: string },
  markOf: Marker<Row>,
): string | null {
  const last = items.at(-1);
  const place = from + items.length;
  return place < total && last !== undefined ? cursorOf([sort, markOf(last), String(place), memo]) : null;
}

interface WholeCursor {
  sort: string;
  mark: string;
  place: number;
  memo: string;
}

function cursorOfWhole(after: string): WholeCursor | null {
  const parts = partsOfCursor(after, 4);
  if (!parts) return null;
  const [sort = '', mark = '', place = '', memo = ''] = parts;
  if (!/^[0-9]{1,9}$/.test(place)) throw badCursor();
  return { sort, mark, place: Number(place), memo };
}

/** What the page before wanted this one to know; '' for the first page. */
export function memoOf(after: string): string {
  return cursorOfWhole(after)?.memo ?? '';
}

function placeAfter<Row>(rows: Row[], cursor: WholeCursor | null, sort: string, markOf: Marker<Row>): number {
  if (!cursor) return 0;
  if (cursor.sort !== sort) throw badCursor();
  const { mark, place } = cursor;
  const before = rows[place - 1];
  if (before !== undefined && markOf(before) === mark) return place;
  const found = rows.findIndex((row) => markOf(row) === mark);
  return found === -1 ? Math.min(place, rows.length) : found + 1;
}

const natural = new Intl.Collator('en', { numeric: true, sensitivity: 'variant' });

/** What is not known stands last, upwards and downwards. Rows that are equal keep their order. */
export function sortedBy<Row>(rows: Row[], sort: string, cell: WholeOrder<Row>['cell']): Row[] {
  const down = sort.startsWith('-');
  const column = sort.replace(/^-/, '');
  const keyed = rows.map((row) => ({ row, value: cell(row, column) }));
  keyed.sort((a, b) => {
    const missing = Number(isMissing(a.value)) - Number(isMissing(b.value));
    return missing !== 0 ? missing : compareCells(a.value, b.value) * (down ? -1 : 1);
  });
  return keyed.map(({ row }) => row);
}

const isMissing = (value: unknown) => value === null || value === undefined || value === '';

function compareCells(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  return natural.compare(textOf(a), textOf(b));
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value ?? ''));

/** The same of rows whose own fields are their cells. */
export function pageOfRecords<Row extends object>(
  rows: Row[],
  asked: PageAsked,
  identity: readonly (keyof Row & string)[],
  memo = '',
): Page<Row> {
  return pageOfWhole(rows, asked, {
    cell: (row, column) => Reflect.get(row, column),
    identity: (row) => identity.map((name) => row[name]),
    memo,
  });
}
