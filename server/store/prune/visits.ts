import { sql } from '../../sql.ts';
import { noting } from './kept.ts';
import { LATE_SWEEPS, type PruneRun } from './run.ts';

/** Nodes in one statement. */
const NODES = 10;

/** Visits of a node that its page lists; these are never thinned. */
const NEWEST = 20;

/** Thins old visits. Their sweeps go on counting them. */
export async function pruneVisits(run: PruneRun): Promise<void> {
  const found = await run.db.query<{ id: number }>('select id from node order by id');
  const nodes = found.rows.map((row) => row.id);
  for (let from = 0; from < nodes.length && !run.signal.aborted; from += NODES) {
    const some = nodes.slice(from, from + NODES);
    const counted = await run.db.query<{ sweep: number; rows: number }>(
      run.dryRun ? counting() : thinning(),
      [some, run.visitsBefore, run.closedBefore, NEWEST, LATE_SWEEPS],
    );
    for (const { sweep, rows } of counted.rows) {
      run.removed.visits += rows;
      if (run.dryRun) run.thinned.set(sweep, (run.thinned.get(sweep) ?? 0) + rows);
    }
    run.tell('visits', Math.min(from + NODES, nodes.length), nodes.length);
  }
}

const counting = () => `with old as (${sql('prune-visits')}
) select sweep_id as sweep, count(*)::int as rows from old group by sweep_id`;

const thinning = () => `with old as (${sql('prune-visits')}
), gone as (
  delete from visit using old where visit.sweep_id = old.sweep_id and visit.node_id = old.node_id
  returning visit.sweep_id, visit.outcome
), ${noting('visits_since', '$2')}, counted as (
  select sweep_id, count(*)::int as rows, count(*) filter (where outcome = 0)::int as complete,
    count(*) filter (where outcome = 1)::int as partial, count(*) filter (where outcome = 2)::int as failed,
    count(*) filter (where outcome = 3)::int as not_expected
  from gone group by sweep_id
), told as (
  update sweep set thinned = array[thinned[1] + complete, thinned[2] + partial, thinned[3] + failed,
    thinned[4] + not_expected]
  from counted where sweep.id = counted.sweep_id
) select sweep_id as sweep, rows from counted`;
