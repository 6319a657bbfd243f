import { refreshComparisons } from '../../server/compare/refresh.ts';
import type { Database } from '../../server/store/database.ts';
import type { Bench, Result } from './bench.ts';
import { fleetParts } from './compareParts.ts';
import { plansOf } from './comparePlans.ts';
import { inventFleet, partOf, WHOLE } from './inventedFleet.ts';
import { withDatabase, withPostgres } from './postgres.ts';
import { timedWork } from './timed.ts';

/**
 * Comparisons and find in an invented fleet; --nodes N makes a smaller one, --data FOLDER keeps it for the next run, in which --only
 * PART,PART measures a few things alone. What is measured there is listed in compareParts.ts.
 */
export const compareBench: Bench = {
  name: 'compare',
  sentence: 'all pairs, find and comparisons in a fleet of 50 sites, 10,000 nodes and 2 million offerings',
  run: (say, { nodes, data, only }) =>
    withPostgres(
      (url) =>
        withDatabase(url, async (db) => {
          if (!(await isInvented(db))) {
            await db.query(`insert into agent_version (version) values ('bench') on conflict do nothing`);
            await inventFleet(db, nodes[0] === undefined ? WHOLE : partOf(nodes[0]), say);
          }
          const size = await sizeOf(db);
          say(size);
          // Told as they come: the whole of it takes long.
          const tell = (results: Result[]) => {
            for (const { what, seconds } of results) say(`${what}: ${seconds.toFixed(4)} s`);
            return results;
          };
          const results = tell(await masksFromNothing(db, size));
          for (const part of fleetParts)
            if (only.length === 0 || only.includes(part.name))
              results.push(...(await part.run(db, size, tell)));
          if (process.env.GAZETTEER_PLANS === 'write') await plansOf(db, size);
          return results;
        }),
      data,
    ),
};

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
