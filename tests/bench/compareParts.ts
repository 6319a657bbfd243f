import { compareScopes } from '../../server/compare/compareScopes.ts';
import { countFromMasks, refreshComparisons } from '../../server/compare/refresh.ts';
import { DEFAULT_WEIGHTS } from '../../server/compare/score.ts';
import { listPairs } from '../../server/query/comparePairs.ts';
import { listSpread } from '../../server/query/compareSpread.ts';
import { find } from '../../server/query/find.ts';
import type { Database } from '../../server/store/database.ts';
import type { Result } from './bench.ts';
import { measureChanges } from './changesOfWeek.ts';
import { timedChecks } from './checkPart.ts';
import { timedWork } from './timed.ts';

/**
 * One thing that is measured in the invented fleet (inventedFleet.ts). To measure another one, write a part and add it to the list at
 * the end: it is given the database with masks and pairs as they are after a sweep, and leaves it as it was. There are changes of the week
 * (every fiftieth document is another one since three days), and `packagesOf` gives the packages of an environment.
 */
export interface FleetPart {
  name: string;
  run: (db: Database, size: string, tell: Tell) => Promise<Result[]>;
}

/** Says results as they come, and gives them back. */
export type Tell = (results: Result[]) => Result[];

/** Names, versions and builds of so many conda packages of one cluster, as an environment would list them. */
export async function packagesOf(
  db: Database,
  count: number,
): Promise<{ name: string; version: string; build: string }[]> {
  const found = await db.query<{ name: string; version: string; build: string }>(
    `select distinct on (tool.name) tool.name, version.text as version, offering.build
     from cluster_tool cross join lateral unnest(offerings) as own (id)
     join offering on offering.id = own.id join tool on tool.id = offering.tool_id
     join version on version.id = offering.version_id
     where cluster_tool.cluster_id = (select min(id) from cluster) and cluster_tool.provider = 3
     order by tool.name limit $1`,
    [count],
  );
  return found.rows;
}

const OPTIONS = { staleDays: 30 };

async function sidesOf(db: Database, table: 'site' | 'cluster') {
  const found = await db.query<{ id: number }>(`select id from ${table} order by id`);
  return found.rows.map(({ id }) => ({ id, gaps: 0 }));
}

/** Wall time, and processor time of this process, each the least of three: the first warms the caches of both sides. */
async function timed(what: string, size: string, work: () => Promise<unknown>): Promise<Result[]> {
  const tries = [];
  for (let at = 0; at < 3; at += 1) tries.push(await timedWork(work));
  const megabytes = Math.max(...tries.map((one) => one.megabytes));
  return [
    { what, size, seconds: Math.min(...tries.map((one) => one.seconds)), megabytes },
    {
      what: `${what}, processor time of the service`,
      size,
      seconds: Math.min(...tries.map((one) => one.processor)),
    },
  ];
}

/** What 95 of 100 stay below. */
async function p95(what: string, size: string, works: (() => Promise<unknown>)[]): Promise<Result> {
  const times: number[] = [];
  for (const work of works) {
    const began = performance.now();
    await work();
    times.push((performance.now() - began) / 1000);
  }
  times.sort((a, b) => a - b);
  return { what, size, seconds: times[Math.floor(times.length * 0.95)] ?? 0 };
}

type Work = [what: string, work: () => Promise<unknown>];

async function timedAll(size: string, tell: Tell, works: Work[]): Promise<Result[]> {
  const results: Result[] = [];
  for (const [what, work] of works) results.push(...tell(await timed(what, size, work)));
  return results;
}

const pairs: FleetPart = {
  name: 'pairs',
  run: async (db, size, tell) => {
    const [sites, clusters] = [await sidesOf(db, 'site'), await sidesOf(db, 'cluster')];
    const stored = (of: 'sites' | 'clusters') => () =>
      listPairs(db, { of, site: '', tier: '', category: '' }, { weights: DEFAULT_WEIGHTS, staleDays: 30 });
    return timedAll(size, tell, [
      ['all pairs of sites from masks', () => countFromMasks(db, { sites, clusters: [] })],
      ['all pairs of sites and of clusters from masks', () => countFromMasks(db, { sites, clusters })],
      ['all pairs of sites as stored', stored('sites')],
      ['all pairs of clusters as stored', stored('clusters')],
      [
        'a refresh after a sweep that touched 100 tools',
        async () => {
          await db.query(
            `insert into stale_tool select distinct cluster_id, tool_id from cluster_tool where tool_id between 101 and 200
             on conflict do nothing`,
          );
          await refreshComparisons(db, OPTIONS);
        },
      ],
      ['a refresh where nothing changed', () => refreshComparisons(db, OPTIONS)],
    ]);
  },
};

const two: FleetPart = {
  name: 'two',
  run: (db, size, tell) => {
    const before = new Date(Date.now() - 7 * 86_400_000).toISOString();
    const compared = (a: string, b: string) => () => compareScopes(db, { a, b }, OPTIONS);
    return timedAll(size, tell, [
      ['two clusters, tool by tool', compared('s01/c1', 's02/c2')],
      ['two sites, tool by tool', compared('s01', 's02')],
      ['a cluster a week ago in itself', compared(`s01/c1@${before}`, 's01/c1')],
      [
        'what a site would gain',
        () => listSpread(db, { list: 'gain', site: 's01', category: '', q: '', limit: 100, after: '' }),
      ],
    ]);
  },
};

const finding: FleetPart = {
  name: 'find',
  run: async (db, size, tell) => {
    const filter = { version: '', site: '', cluster: '', provider: '' as const, limit: 100, after: '' };
    const tools = await db.query<{ name: string }>(
      'select name from tool where id % (select 1 + count(*) / 1000 from tool) = 1 order by id',
    );
    const works = tools.rows.map(
      ({ name }) =>
        () =>
          find(db, { ...filter, tool: name }),
    );
    // Once before, so that the caches are warm.
    for (const work of works) await work();
    return tell([await p95('find, 95 of 100 tools', size, works)]);
  },
};

/** Lays node-local facets into the fleet, so it comes last. */
const changes: FleetPart = { name: 'changes', run: measureChanges };

/** What is measured, in order. */
export const fleetParts: FleetPart[] = [pairs, two, finding, { name: 'check', run: timedChecks }, changes];
