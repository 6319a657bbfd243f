import type { AskedTool } from '../routes/schemas/check.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';

/** What is kept of a month: whoever asks for invented names fills no disk. */
const MOST_OF_MONTH = 10_000;

/** Names of tools as ecosystems write them; paths, addresses and sentences may say more than a name and are not kept. */
const NAME = /^[a-z0-9][a-z0-9._+-]{0,63}$/;

/**
 * Counts tools that somebody asked for and that are nowhere: the name, the month, how often. Who asked, when, and for
 * what else is not written.
 */
export async function countAsked(db: Queryable, names: string[], now: Date): Promise<void> {
  const tools = [...new Set(names.map((name) => name.toLowerCase()))]
    .filter((name) => NAME.test(name))
    .sort();
  if (tools.length === 0) return;
  await db.query(sql('asked-count'), [monthOf(now), tools, MOST_OF_MONTH]);
}

/** The first day of a month. */
const monthOf = (at: Date) => `${at.toISOString().slice(0, 7)}-01`;

/** Months such as 2026-11; '' for no end. */
export interface Months {
  from: string;
  to: string;
}

/** What was asked for most, first. */
export async function listAsked(db: Queryable, { from, to }: Months): Promise<AskedTool[]> {
  const day = (month: string) => (month === '' ? null : `${month}-01`);
  const found = await db.query<AskedTool & Record<string, unknown>>(
    `select tool, sum(count)::int as count, to_char(min(month), 'YYYY-MM') as first, to_char(max(month), 'YYYY-MM') as last
     from asked_tool where ($1::date is null or month >= $1) and ($2::date is null or month <= $2)
     group by tool order by 2 desc, tool collate "C"`,
    [day(from), day(to)],
  );
  return found.rows;
}
