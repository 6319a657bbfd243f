import type { Database } from '../../server/store/database.ts';
import type { Bench, Result } from './bench.ts';
import { withFleet } from './keptFleet.ts';
import { layLocalFacts } from './localFacts.ts';
import { parentOf, processorOf } from './processorOf.ts';
import { withApp } from './servedApp.ts';
import { laySharedFacts } from './sharedFacts.ts';

/** What pages ask the API for that costs most; the first times after a start are those of a service that just compiled. */
const ANSWERS = [
  '/sites',
  '/overview',
  '/overview/concerns',
  '/tools?limit=200',
  '/tools?limit=200&best=1a',
  '/tools?limit=200&best=2',
  '/tools?limit=200&best=4',
  '/tools?limit=200&site=s01',
  '/tools/tool1',
  '/tools/tool900',
  '/find?tool=tool1',
  '/drift',
  '/drift?sort=-differences&limit=50',
  '/fleet/conda?limit=100',
  '/fleet/conda?limit=100&sort=-packages',
  '/fleet/conda/owners?limit=1000',
  '/fleet/conda/clusters?limit=1000',
  '/fleet/conda/channels?limit=1000',
  '/compare?a=s01%2Fc1&b=s02%2Fc2',
  '/compare?a=s01&b=s02',
  '/compare?a=s01&b=s02&match=identical',
  '/compare?a=s03&b=s04%2Fc4',
  '/compare?a=s05&b=s06&sort=-thereVersion',
  '/compare?a=s07&b=s08&obtainable=count&tier=1a&match=near-version',
  '/compare/pairs',
];

/**
 * Processor time of the service and of Postgres for answers of the API with the invented fleet behind them, the first and the second time:
 * what waits for others on a busy machine costs nothing here. --only names parts of addresses.
 */
export const answersBench: Bench = {
  name: 'answers',
  sentence: 'processor time of service and Postgres for answers of the API with 10,000 nodes behind them',
  run: (say, options) =>
    withFleet(say, options, async ({ db, url, size }) => {
      await layLocalFacts(db);
      await laySharedFacts(db, say);
      const asked = ANSWERS.filter(
        (one) => options.only.length === 0 || options.only.some((part) => one.includes(part)),
      );
      const postgres = await postmasterOf(db);
      return withApp(url, async ({ address, pid }) => {
        const measured = async (path: string) => {
          const before = { service: processorOf(pid), postgres: processorOf(postgres) };
          const answer = await fetch(`${address}/api/v1${path}`, { headers: { 'accept-encoding': 'gzip' } });
          const bytes = Number(answer.headers.get('content-length') ?? 0);
          const text = await answer.text();
          if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 200)}`);
          const [service, database] = [
            processorOf(pid) - before.service,
            processorOf(postgres) - before.postgres,
          ];
          return { service, database, bytes, seconds: service + database };
        };
        await measured('/find?tool=tool2');
        const results: Result[] = [];
        for (const path of asked) {
          const [first, second] = [await measured(path), await measured(path)];
          const told = (one: typeof first) =>
            `${one.seconds.toFixed(2)} s (${one.service.toFixed(2)} and ${one.database.toFixed(2)})`;
          say(`${path}: ${told(first)}, again ${told(second)}`);
          results.push({ what: path, size, seconds: first.seconds });
          results.push({ what: `${path}, again`, size, seconds: second.seconds });
        }
        return results;
      });
    }),
};

/** The parent of the process that answers us. */
async function postmasterOf(db: Database): Promise<number> {
  const found = await db.query<{ pid: number }>('select pg_backend_pid() as pid');
  return parentOf(found.rows[0]?.pid ?? 0);
}
