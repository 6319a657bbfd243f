import { eachWindow, LATE_SWEEPS, type PruneRun, removing } from './run.ts';

const WINDOW = 1000;

/** Removes old sweeps that have no visit left. A cluster keeps its newest ones, and one that runs is not over. */
export async function pruneSweeps(run: PruneRun): Promise<void> {
  await eachWindow(run, 'sweeps', 'sweep', WINDOW, async (after, to) => {
    const old = await run.db.query<{ id: number; visits: number }>(
      `select sweep.id, (select count(*)::int from visit where visit.sweep_id = sweep.id) as visits from sweep
       where id > $1 and id <= $2 and started_at < $3 and state <> 'running'
         and id <> all (array(select newest.id from sweep newest where newest.cluster_id = sweep.cluster_id
           and newest.trigger <> 'single' order by newest.started_at desc limit $4))`,
      [after, to, run.visitsBefore, LATE_SWEEPS],
    );
    const empty = old.rows.filter(({ id, visits }) => visits === (run.thinned.get(id) ?? 0));
    if (run.dryRun) {
      run.removed.sweeps += empty.length;
      return;
    }
    const where = 'id = any($1) and not exists (select from visit where visit.sweep_id = sweep.id)';
    const ids = empty.map((row) => row.id);
    const gone = await run.db.query<{ rows: number }>(removing(run, 'sweep', where), [ids]);
    run.removed.sweeps += gone.rows[0]?.rows ?? 0;
  });
}
