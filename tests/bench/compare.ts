import { refreshComparisons } from '../../server/compare/refresh.ts';
import type { Bench, Result } from './bench.ts';
import { fleetParts } from './compareParts.ts';
import { plansOf } from './comparePlans.ts';
import { inventFleet, partOf, WHOLE } from './inventedFleet.ts';
import { withDatabase, withPostgres } from './postgres.ts';
import { timedWork } from './timed.ts';

/** Comparisons and find in an invented fleet; --nodes N makes a smaller one. What is measured there is listed in compareParts.ts. */
export const compareBench: Bench = {
  name: 'compare',
  sentence: 'all pairs, find and comparisons in a fleet of 50 sites, 10,000 nodes and 2 million offerings',
  run: (say, { nodes }) =>
    withPostgres((url) =>
      withDatabase(url, async (db) => {
        await db.query(`insert into agent_version (version) values ('bench')`);
        await inventFleet(db, nodes[0] === undefined ? WHOLE : partOf(nodes[0]), say);
        const counted = await db.query<{ offerings: number; entries: number; tools: number }>(
          `select (select count(*) from offering)::int as offerings, (select count(*) from entry)::int as entries,
             (select count(distinct tool_id) from entry)::int as tools`,
        );
        const { offerings = 0, entries = 0, tools = 0 } = counted.rows[0] ?? {};
        await db.query('drop table entry');
        const size = `${offerings.toLocaleString('en')} offerings of ${tools.toLocaleString('en')} tools, ${entries.toLocaleString('en')} at 200 clusters`;
        say(size);
        // Told as they come: the whole of it takes long.
        const tell = (results: Result[]) => {
          for (const { what, seconds } of results) say(`${what}: ${seconds.toFixed(4)} s`);
          return results;
        };
        const first = await timedWork(() => refreshComparisons(db, { staleDays: 30 }));
        await db.query('vacuum analyze offering_site, site_pair, cluster_pair, cluster_tool');
        const { seconds, megabytes } = first;
        const results: Result[] = tell([{ what: 'masks and pairs from nothing', size, seconds, megabytes }]);
        for (const part of fleetParts) results.push(...(await part.run(db, size, tell)));
        if (process.env.GAZETTEER_PLANS === 'write') await plansOf(db, size);
        return results;
      }),
    ),
};
