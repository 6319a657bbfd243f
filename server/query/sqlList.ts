import { codeOf } from '../errors.ts';
import { badCursor, cursorOf, partsOfCursor } from '../routes/cursor.ts';
import type { Page } from '../routes/endpoint.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';

/** A column that rows can be put in order by: SQL over a row of the statement, never null. */
export interface OrderTerm {
  by: string;
  type: 'text' | 'int' | 'bigint' | 'timestamptz';
  down?: boolean;
}

/** A list that one statement gives, and the orders it can be had in. */
export interface SqlList<Column extends string = string> {
  /** Name of a file in server/sql: the rows of the whole filtered list, in no order. Its columns are those of `listed`. */
  statement: string;
  /** By what it can be sorted. */
  columns: Record<Column, OrderTerm>;
  /** Its own order. It names each row, and puts those in order that are equal in a column. */
  order: OrderTerm[];
  /** To find its first row it has to be worked out as a whole, so that rows are counted in the same go. */
  whole?: boolean;
}

export interface PageAsked {
  /** A column of the list, with a minus downwards; '' for its own order. */
  sort?: string;
  limit: number;
  after: string;
}

/** What a row brings beside its columns: its sort key, a text for each term. */
type Keyed = { sort_key: string[]; listed_total?: number };

/**
 * One page by keyset: rows that follow the last one of the page before in the order asked for, so that no row is told twice or
 * left out because others came or went. The total is counted for the first page and goes with the cursor.
 */
export async function pageOfList<Row extends Record<string, unknown>>(
  db: Queryable,
  list: SqlList,
  values: unknown[],
  { sort = '', limit, after }: PageAsked,
): Promise<Page<Row>> {
  const terms = termsOf(list, sort);
  const cursor = partsOfCursor(after, terms.length + 2);
  const [sorted, total, ...key] = cursor ?? [];
  if (cursor && (sorted !== sort || !/^[0-9]{1,9}$/.test(total ?? ''))) throw badCursor();
  const text = sql(list.statement);
  const place = (at: number) => `$${values.length + at + 1}`;
  const found = await orBadCursor(() =>
    db.query<Row & Keyed>(
      `select listed.*, array[${terms.map(({ by }) => `(${by})::text`).join(', ')}] as sort_key
         ${list.whole && !cursor ? ', count(*) over ()::int as listed_total' : ''}
       from (${text}) as listed
       ${cursor ? `where ${following(terms, place)}` : ''}
       order by ${terms.map((term) => `${ordered(term)} ${term.down ? 'desc' : 'asc'}`).join(', ')}
       limit ${limit + 1}`,
      [...values, ...key],
    ),
  );
  const count = cursor
    ? Number(total)
    : (found.rows[0]?.listed_total ?? (await countOf(db, text, values, found.rows.length, limit)));
  const shown = found.rows.slice(0, limit);
  const last = shown.at(-1);
  const next = found.rows.length > limit && last ? cursorOf([sort, String(count), ...last.sort_key]) : null;
  return { items: shown, total: count, next };
}

function termsOf(list: SqlList, sort: string): OrderTerm[] {
  if (sort === '') return list.order;
  const term = list.columns[sort.replace(/^-/, '')];
  if (!term) throw new Error(`${list.statement} is not sorted by ${sort}`);
  return [{ ...term, down: sort.startsWith('-') }, ...list.order];
}

const ordered = ({ by, type }: OrderTerm) => (type === 'text' ? `(${by}) collate "C"` : `(${by})`);

/** (a, b) > ($1, $2), term by term since each has its own direction. The first one stands alone, for the index. */
function following(terms: OrderTerm[], place: (at: number) => string): string {
  const compared = (at: number, sign: string) => {
    const term = terms[at];
    return term ? `${ordered(term)} ${sign} ${place(at)}::${term.type}` : '';
  };
  const sign = (at: number) => (terms[at]?.down ? '<' : '>');
  const cases = terms.map((_, at) =>
    [...terms.slice(0, at).map((_, before) => compared(before, '=')), compared(at, sign(at))].join(' and '),
  );
  return `${compared(0, `${sign(0)}=`)} and (${cases.map((one) => `(${one})`).join(' or ')})`;
}

async function countOf(db: Queryable, text: string, values: unknown[], rows: number, limit: number) {
  if (rows <= limit) return rows;
  const { rows: counted } = await db.query<{ total: number }>(
    `select count(*)::int as total from (${text}) as listed`,
    values,
  );
  return counted[0]?.total ?? 0;
}

/** Codes of Postgres for values that cannot be read as their type: only a cursor that is none of ours brings some. */
const UNREADABLE = new Set(['22P02', '22003', '22007', '22008', '22021']);

async function orBadCursor<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (UNREADABLE.has(codeOf(error))) throw badCursor();
    throw error;
  }
}
