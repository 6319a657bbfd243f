import { exportForms } from '../../server/routes/exports/forms.ts';
import type { Database } from '../../server/store/database.ts';
import type { Bench, Result } from './bench.ts';
import { withDatabase, withPostgres } from './postgres.ts';
import { type ServedApp, withApp } from './servedApp.ts';

const NODES = 1_000;
const SWEEPS = 1_000;
/** More than this above what the service held before is no constant memory. */
const MOST_MB = 60;

/** Every visit of a fleet as a file, in each form, from the service over HTTP: how long it takes, and what memory it comes to hold. */
export const exportBench: Bench = {
  name: 'export',
  sentence: 'a million rows as CSV, JSON, NDJSON and XLSX, sent by the service: time and memory',
  run: (say) =>
    withPostgres(async (url) => {
      await withDatabase(url, inventVisits);
      return withApp(url, async (app) => {
        // What a process needs once: the compiler, connections, the buffers of zlib.
        for (const { suffix } of exportForms) await fetched(app, `/visits.${suffix}?outcome=failed`);
        const results: Result[] = [];
        for (const { suffix, title } of exportForms) {
          const few = await fetched(app, `/visits.${suffix}?outcome=failed`);
          const many = await fetched(app, `/visits.${suffix}`);
          say(
            `${title}: ${(many.bytes / 2 ** 20).toFixed(0)} MB, ${many.seconds.toFixed(1)} s, memory grew by ${many.megabytes.toFixed(0)} MB`,
          );
          const lines = suffix === 'csv' ? many.lines - 1 : suffix === 'ndjson' ? many.lines : NODES * SWEEPS;
          if (lines !== NODES * SWEEPS) throw new Error(`${title} holds ${lines} rows`);
          if (many.megabytes > MOST_MB)
            throw new Error(
              `${title}: memory grew by ${many.megabytes.toFixed(0)} MB; at most ${MOST_MB} are allowed`,
            );
          results.push({
            what: title,
            size: `${(NODES * SWEEPS).toLocaleString('en')} visits`,
            seconds: many.seconds,
            megabytes: many.megabytes,
            ratio: {
              yardstick: 'ten thousand rows, a row',
              value: many.seconds / few.seconds / 100,
              toReach: 1.25,
            },
          });
        }
        return results;
      });
    }),
};

/** A hundredth of the visits failed. */
async function inventVisits(db: Database): Promise<void> {
  await db.query(`insert into agent_version (version) values ('bench') on conflict do nothing`);
  await db.query(
    `with s as (insert into site (name) values ('s01') returning id),
       c as (insert into cluster (site_id, name) select id, 'c1' from s returning id)
     insert into node (cluster_id, name) select c.id, 'n' || lpad(number::text, 5, '0') from c, generate_series(1, $1::int) as number`,
    [NODES],
  );
  await db.query(
    `insert into sweep (cluster_id, started_at, finished_at, state, expected, trigger)
     select cluster.id, now() - make_interval(hours => number), now() - make_interval(hours => number) + interval '5 minutes',
       'finished', $1, 'schedule' from cluster cross join generate_series(1, $2::int) as number`,
    [NODES, SWEEPS],
  );
  await db.query(`insert into reason (code, message) values ('timeout', 'no answer after 60 s')`);
  await db.query(
    `insert into visit (sweep_id, node_id, cluster_id, started_at, milliseconds, bytes, outcome, reason_id, agent_id, confirmed, absent, unconfirmed)
     select sweep.id, node.id, sweep.cluster_id, sweep.started_at, 300 + node.id % 50, 9000, case when failed then 2 else 0 end,
       case when failed then (select max(id) from reason) end, (select min(id) from agent_version),
       case when failed then 0 else 1023 end, 0, '{}'
     from sweep cross join node cross join lateral (select (sweep.id + node.id) % 100 = 0 as failed) as drawn`,
  );
  await db.query('vacuum analyze');
}

/** Reads an answer to its end, as fast as it comes, and looks at the memory of who sends it meanwhile. */
async function fetched({ address, resident }: ServedApp, path: string) {
  const before = resident();
  let most = before;
  const look = setInterval(() => {
    most = Math.max(most, resident());
  }, 50);
  const began = performance.now();
  let [bytes, lines] = [0, 0];
  try {
    const answer = await fetch(`${address}/api/v1${path}`);
    if (!answer.ok || !answer.body) throw new Error(`${path} answers ${answer.status}`);
    for await (const chunk of answer.body) {
      bytes += chunk.length;
      lines += Buffer.from(chunk).toString('latin1').split('\n').length - 1;
    }
  } finally {
    clearInterval(look);
  }
  return { bytes, lines, seconds: (performance.now() - began) / 1000, megabytes: most - before };
}
