import { noting } from './kept.ts';
import { eachWindow, type PrunedKind, type PruneRun, removing } from './run.ts';

const WINDOW = 50_000;

/**
 * An ended sight of a root may hold the last visit that confirmed it, when nobody has read it since: then the next change
 * of the root is dated by it, and it stays. A visit that kept some items unread does not tell of all of them.
 */
const SIGHT = `until < $1 and (
  not exists (select from node_root open where open.root_id = node_root.root_id and open.until is null)
  or exists (
    select from node_root open join root on root.id = open.root_id
    join visit on visit.node_id = open.node_id and visit.started_at >= greatest(open.since, node_root.until)
    where open.root_id = node_root.root_id and open.until is null and visit.confirmed & (1 << root.facet) <> 0
      and not root.id = any(visit.unconfirmed) and not root.id = any(visit.unwalked)
      and 0 < all(visit.unconfirmed)))`;

const TABLES: [kind: PrunedKind, table: string, where: string][] = [
  ['observations', 'observation', 'until < $1'],
  ['items', 'root_item', 'until < $1'],
  ['nodeRoots', 'node_root', SIGHT],
];

/** Removes intervals that ended long ago. One that is open is never touched. */
export async function pruneIntervals(run: PruneRun): Promise<void> {
  for (const [kind, table, where] of TABLES) {
    const statement = removing(run, table, `${where} and id > $2 and id <= $3`, noting('closed_since', '$1'));
    await eachWindow(run, kind, table, WINDOW, async (after, to) => {
      const gone = await run.db.query<{ rows: number }>(statement, [run.closedBefore, after, to]);
      run.removed[kind] += gone.rows[0]?.rows ?? 0;
    });
  }
}
