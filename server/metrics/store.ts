import { z } from 'zod';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import type { Metric } from './text.ts';

const Rows = z.record(z.string(), z.number());

/** Who works, and how large the store is. */
export async function storeMetrics(db: Queryable): Promise<Metric[]> {
  const found = await db.query<{ bytes: number; workers: number; parallel: number; rows: unknown }>(
    sql('metrics-store'),
  );
  const [row] = found.rows;
  if (!row) throw new Error('the statement of the store gave no row');
  const tables = Rows.safeParse(row.rows);
  const one = (name: string, help: string, value: number): Metric => {
    return { name: `gazetteer_${name}`, type: 'gauge', help, samples: [{ labels: {}, value }] };
  };
  return [
    one('workers', 'Processes that take jobs and were alive in the last 30 seconds.', row.workers),
    one('worker_nodes', 'Nodes that they visit at once, all together.', row.parallel),
    one('store_bytes', 'Size of the database.', row.bytes),
    {
      name: 'gazetteer_store_rows',
      type: 'gauge',
      help: 'Rows of tables that grow, as Postgres estimates them.',
      samples: Object.entries(tables.data ?? {})
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([table, value]) => ({ labels: { table }, value })),
    },
  ];
}

/** The queue; nothing before a worker has ever been started. */
export async function queueMetrics(db: Queryable): Promise<Metric[]> {
  const there = await db.query<{ there: boolean }>(
    `select to_regclass('graphile_worker.jobs') is not null as there`,
  );
  if (!there.rows[0]?.there) return [];
  const found = await db.query<{ task: string; state: string; jobs: number }>(sql('metrics-queue'));
  return [
    {
      name: 'gazetteer_queue_jobs',
      type: 'gauge',
      help: 'Jobs by task and state: waiting, later (its time has not come), running, given up.',
      samples:
        found.rows.length === 0
          ? [{ labels: { task: 'sweep', state: 'waiting' }, value: 0 }]
          : found.rows.map(({ task, state, jobs }) => ({ labels: { task, state }, value: jobs })),
    },
  ];
}
