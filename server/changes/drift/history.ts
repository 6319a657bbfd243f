import { sql } from '../../sql.ts';
import type { Queryable } from '../../store/database.ts';

export interface HeldInterval {
  document: number;
  since: Date;
  sinceAfter: Date | null;
  until: Date | null;
  sweep: number | null;
}

/** So far is looked back; a value that held longer is told as held since then. */
const DEPTH = 30;

/** What nodes held of a facet, by node, newest first. */
export async function historiesOf(
  db: Queryable,
  nodes: number[],
  facet: number,
): Promise<Map<number, HeldInterval[]>> {
  const found = await db.query<HeldInterval & { node: number }>(sql('drift-history'), [nodes, facet, DEPTH]);
  const histories = new Map<number, HeldInterval[]>();
  for (const { node, ...interval } of found.rows) {
    const list = histories.get(node);
    if (list) list.push(interval);
    else histories.set(node, [interval]);
  }
  return histories;
}

export type Begin = Pick<HeldInterval, 'since' | 'sinceAfter' | 'sweep'>;

/** When a node began to hold what it holds now, as far as `alike` tells of the documents that it held before. */
export function beginOf(history: HeldInterval[], alike: (document: number) => boolean): Begin | null {
  let begin: HeldInterval | null = null;
  for (const interval of history) {
    const joins =
      begin === null ? interval.until === null : interval.until?.getTime() === begin.since.getTime();
    if (!joins || !alike(interval.document)) break;
    begin = interval;
  }
  return begin;
}
