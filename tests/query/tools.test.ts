import { afterAll, beforeAll, expect, test } from 'vitest';
import { listTools, toolList } from '../../server/query/tools.ts';
import { numbersOfTier, providerOf, providers } from '../../server/store/providers.ts';
import { clusterOf, visitOf } from '../compare/sites.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
  const { db } = database;
  const biocontainer = (name: string) => `quay.io/biocontainers/${name}`;
  const tide = await clusterOf(db, 'harbour/tide');
  await tide.sweep([
    visitOf({
      modules: ['samtools/1.17-GCC-12.2.0', 'samtools/1.18', 'gcc/12.2.0'],
      conda: ['numpy 1.26.4 py311h64a7726_0', 'samtools 1.17 h00cdaf9_0'],
      packages: ['vim 9.1-1', 'gcc 12.2.0-1'],
    }),
  ]);
  const ebb = await clusterOf(db, 'harbour/ebb');
  await ebb.sweep([
    visitOf({ images: [`${biocontainer('samtools:1.17--h00cdaf9_0')} a`], packages: ['numpy 1.26.4-1'] }),
  ]);
  const brook = await clusterOf(db, 'meadow/brook');
  await brook.sweep([visitOf({ conda: ['gcc 13.1 h1_0'], modules: ['numpy/1.26.4', 'samtools/1.21'] })]);
  const gone = await clusterOf(db, 'meadow/gone');
  await gone.sweep([visitOf({ images: [`${biocontainer('vim:9.1--h0_0')} b`], modules: ['gone/1'] })]);
  await db.query(`update cluster set retired_at = now() where name = 'gone'`);
});
afterAll(() => database?.drop());

interface Held extends Record<string, unknown> {
  tool: string;
  site: string;
  cluster: string;
  provider: number;
  version: string;
}

/** Every offering of the rollup with its place, counted here. */
async function toolsByHand(filter: { site: string; cluster: string; provider: string; best: string }) {
  const { rows } = await database.db.query<Held>(
    `select tool.name as tool, site.name as site, cluster.name as cluster, cluster_tool.provider, version.text as version
     from cluster_tool cross join unnest(offerings) as own (id) join offering on offering.id = own.id
     join version on version.id = offering.version_id join tool on tool.id = cluster_tool.tool_id
     join cluster on cluster.id = cluster_tool.cluster_id join site on site.id = cluster.site_id where cluster.retired_at is null`,
  );
  const own = rows.filter(
    (row) =>
      (filter.site === '' || row.site === filter.site) &&
      (filter.cluster === '' || row.cluster === filter.cluster) &&
      (filter.provider === '' || providerOf(row.provider) === filter.provider),
  );
  return [...new Set(own.map(({ tool }) => tool))].sort().flatMap((tool) => {
    const held = own.filter((row) => row.tool === tool);
    const best = Math.min(...held.map(({ provider }) => provider));
    const count = (what: (row: Held) => string) => new Set(held.map(what)).size;
    const tier = (['1a', '1b', '2', '3', '4'] as const).find((one) => numbersOfTier(one).includes(best));
    if (filter.best !== '' && filter.best !== tier) return [];
    return [`${tool} ${count(({ version }) => version)} ${count(({ cluster }) => cluster)}`];
  });
}

test('tools of a scope, narrowed by their best tier, are those that counting the rollup gives', async () => {
  const seen = new Set<string>();
  for (const [site, cluster] of [
    ['', ''],
    ['harbour', ''],
    ['harbour', 'tide'],
    ['meadow', ''],
    ['meadow', 'gone'],
  ] as const) {
    for (const provider of ['', ...providers] as const) {
      for (const best of ['', '1a', '1b', '2', '3', '4'] as const) {
        const filter = { site, cluster, provider, best };
        const found = await listTools(database.db, { ...filter, q: '', limit: 100, after: '' });
        const told = found.items.map(({ tool, versions, clusters }) => `${tool} ${versions} ${clusters}`);
        expect(told, JSON.stringify(filter)).toEqual(await toolsByHand(filter));
        expect(found.total).toBe(told.length);
        if (told.length > 0) seen.add(best);
      }
    }
  }
  expect([...seen].sort()).toEqual(['', '1a', '2', '3', '4']);
});

test('they are told in any order, page by page', async () => {
  const filter = { site: '', cluster: '', provider: '', best: '', q: '' } as const;
  const all = (await listTools(database.db, { ...filter, limit: 100, after: '' })).items;
  expect(all.length).toBeGreaterThan(3);
  for (const sort of Object.keys(toolList.columns).flatMap((column) => [column, `-${column}`])) {
    const walked = [];
    for (let after: string | null = ''; after !== null; ) {
      const page: Awaited<ReturnType<typeof listTools>> = await listTools(database.db, {
        ...filter,
        sort,
        limit: 1,
        after,
      });
      walked.push(...page.items);
      after = page.next;
    }
    expect(new Set(walked), sort).toEqual(new Set(all));
    expect(walked).toHaveLength(all.length);
  }
});
