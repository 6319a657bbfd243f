import { endAllDead } from '../collect/deadSweeps.ts';
import { collectionOf, lastDue } from '../inventory/collection.ts';
import { windowAt } from '../inventory/windows.ts';
import type { Database } from '../store/database.ts';
import { addJob } from './queue.ts';

interface Scheduled {
  id: number;
  settings: unknown;
  timezone: string;
  since: Date;
  lastDue: Date | null;
}

/**
 * Once a minute: has a sweep made for each cluster that is due. One whose time came while nobody was there, while another
 * sweep ran, or in a maintenance window is made once as soon as it can be; of several that were missed, one.
 */
export async function tick(db: Database, now: Date = new Date()): Promise<void> {
  await endAllDead(db);
  const found = await db.query<Scheduled>(
    `select cluster.id, cluster.settings, site.timezone, cluster.schedule_since as since,
       (select max(due_at) from sweep where sweep.cluster_id = cluster.id and trigger = 'schedule') as "lastDue"
     from cluster join site on site.id = cluster.site_id
     where cluster.retired_at is null and site.retired_at is null and cluster.paused_at is null
       and cluster.schedule_since is not null
       and not exists (select from sweep where sweep.cluster_id = cluster.id and state = 'running' and trigger <> 'single')`,
  );
  for (const row of found.rows) {
    const { schedule, jitterMinutes, maintenance } = collectionOf(row.settings);
    if (schedule === '' || windowAt(maintenance, row.timezone, now) !== undefined) continue;
    const after = row.lastDue !== null && row.lastDue > row.since ? row.lastDue : row.since;
    const due = lastDue(schedule, row.timezone, after, now);
    if (due === null) continue;
    const runAt = new Date(now.getTime() + Math.random() * jitterMinutes * 60_000);
    await addJob(
      db,
      'sweep',
      { clusterId: row.id, trigger: 'schedule', dueAt: due.toISOString(), full: false },
      { key: `sweep ${row.id}`, queue: `cluster ${row.id}`, runAt, keepTime: true },
    );
  }
}
