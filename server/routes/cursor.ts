import { GazetteerError } from '../errors.ts';

/** A cursor is the sort key of the last row, as JSON in base64url: readable by nobody but us, and stable. */
export function cursorOf(key: (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** `digits` is a 64-bit number, as Postgres gives it. */
type Part = 'integer' | 'text' | 'digits';
const MOST = 2147483647;

/** The sort key of a cursor; null for the first page. Throws when it is none of ours. */
export function keyOfCursor(cursor: string, parts: Part[]): (string | number)[] | null {
  if (cursor === '') return null;
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const fits = (one: unknown, at: number): one is string | number =>
      parts[at] === 'integer'
        ? Number.isInteger(one) && Math.abs(Number(one)) <= MOST
        : typeof one === 'string' &&
          (parts[at] === 'digits' ? /^[0-9]{1,18}$/.test(one) : !one.includes('\0'));
    if (Array.isArray(key) && key.length === parts.length && key.every(fits)) return key;
  } catch {
    // Not JSON.
  }
  throw badCursor();
}

/** A cursor whose parts are all text, so many of them; null for the first page. */
export function partsOfCursor(cursor: string, count: number): string[] | null {
  return keyOfCursor(cursor, Array(count).fill('text'))?.map(String) ?? null;
}

export function badCursor(): GazetteerError {
  return new GazetteerError(
    'bad-cursor',
    'the value of "after" is no cursor of this list',
    'Take it from "next" of the page before, in the same order',
  );
}

/** The first `limit` rows as a page; the query asks for one row more, which tells whether there is a next page. */
export function pageOfRows<Row, Item>(
  rows: Row[],
  limit: number,
  total: number,
  item: (row: Row) => Item,
  key: (row: Row) => (string | number)[],
): { items: Item[]; total: number; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(item),
    total,
    next: rows.length > limit && last !== undefined ? cursorOf(key(last)) : null,
  };
}
