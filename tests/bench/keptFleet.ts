import { refreshComparisons } from '../../server/compare/refresh.ts';
import type { Database } from '../../server/store/database.ts';
import type { BenchOptions, Result } from './bench.ts';
import { inventFleet, partOf, WHOLE } from './inventedFleet.ts';
import { withDatabase, withPostgres } from './postgres.ts';
import { timedWork } from './timed.ts';

export interface Fleet {
  db: Database;
  url: string;
  /** What there is, in words. */
  size: string;
  /** What masks and pairs cost, where they were made now. */
  results: Result[];
}

/** Runs work in an invented fleet with its masks and pairs, kept in a folder and taken from there where one is given. */
export const withFleet = <T>(
  say: (text: string) => void,
  { nodes, data }: Pick<BenchOptions, 'nodes' | 'data'>,
  work: (fleet: Fleet) => Promise<T>,
): Promise<T> =>
  withPostgres(
    (url) =>
      withDatabase(url, async (db) => {
        if (!(await isInvented(db))) {
          await db.query(`insert into agent_version (version) values ('bench') on conflict do nothing`);
          await inventFleet(db, nodes[0] === undefined ? WHOLE : partOf(nodes[0]), say);
        }
        const size = await sizeOf(db);
        say(size);
        return work({ db, url, size, results: await masksFromNothing(db, size) });
      }),
    data,
  );

/** The last of what is laid is the note which tools the masks do not know; masks are what becomes of it. */
async function isInvented(db: Database): Promise<boolean> {
  const found = await db.query('select from stale_tool union all select from offering_site limit 1');
  return found.rows.length > 0;
}

async function sizeOf(db: Database): Promise<string> {
  const found = await db.query<{ offerings: number; entries: number; tools: number; clusters: number }>(
    `select (select count(*) from offering)::int as offerings, sum(cardinality(offerings))::int as entries,
       count(distinct tool_id)::int as tools, count(distinct cluster_id)::int as clusters from cluster_tool`,
  );
  const { offerings = 0, entries = 0, tools = 0, clusters = 0 } = found.rows[0] ?? {};
  const text = (number: number) => number.toLocaleString('en');
  return `${text(offerings)} offerings of ${text(tools)} tools, ${text(entries)} at ${clusters} clusters`;
}

/** Of a fleet that was kept they are there already. */
async function masksFromNothing(db: Database, size: string): Promise<Result[]> {
  const known = await db.query('select from offering_site limit 1');
  if (known.rows.length > 0) return [];
  const { seconds, megabytes } = await timedWork(() => refreshComparisons(db, { staleDays: 30 }));
  await db.query('vacuum analyze offering_site, site_pair, cluster_pair, cluster_tool');
  return [{ what: 'masks and pairs from nothing', size, seconds, megabytes }];
}
