import { afterAll, beforeAll, expect, test } from 'vitest';
import { find } from '../../server/query/find.ts';
import type { RollupRow } from '../../server/query/findRows.ts';
import type { FindAnswer, FindRow } from '../../server/routes/schemas/find.ts';
import { sql } from '../../server/sql.ts';
import type { Queryable } from '../../server/store/database.ts';
import { providerNumber, providerOf, tierOf } from '../../server/store/providers.ts';
import { clusterOf, visitOf } from '../compare/sites.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { randomOf } from '../harness/history.ts';

/** One tool in many versions, builds and forms at clusters whose names sort otherwise than their ids. */
const NAMES = ['meadow/pond', 'alpine/gentian', 'alpine/Edelweiss', 'harbour/tide'];

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
  const random = randomOf(11);
  const some = <Item>(items: Item[]) => items.filter(() => random() < 0.5);
  const versions = ['1.9', '1.17', '1.17.1', '1.18', '2.0rc1', '2.0'];
  for (const name of NAMES) {
    const cluster = await clusterOf(database.db, name, 2);
    const software = {
      modules: some(versions.map((version) => `samtools/${version}-GCC-12.2.0`)),
      conda: some(
        versions.flatMap((version) => ['a', 'b'].map((digest) => `samtools ${version} h00cdaf9_0 ${digest}`)),
      ),
      images: some(
        versions.map((version) => `quay.io/biocontainers/samtools:${version}--h00cdaf9_0 c${version.length}`),
      ),
      packages: some(['samtools 1.17-1']),
    };
    await cluster.sweep([visitOf(software), visitOf(software)]);
  }
});
afterAll(() => database.drop());

const ANY = { tool: 'samtools', version: '', site: '', cluster: '', provider: '' } as const;

const bytes = (a: string, b: string) => (a < b ? -1 : Number(a > b));

/** All rows by the statement that gives everything at once, put in order here. */
async function rowsInOrder(site = '', provider: FindRow['provider'] | '' = ''): Promise<RollupRow[]> {
  const tool = await database.db.query<{ id: number }>(`select id from tool where name = 'samtools'`);
  const found = await database.db.query<RollupRow & Record<string, unknown>>(sql('find-rows'), [
    tool.rows[0]?.id,
    null,
    site,
    '',
    provider === '' ? null : providerNumber(provider),
  ]);
  const tier = (row: RollupRow) => tierOf(providerOf(row.provider));
  return found.rows.sort(
    (a, b) =>
      bytes(b.sort_key, a.sort_key) ||
      bytes(a.version, b.version) ||
      bytes(tier(a), tier(b)) ||
      bytes(a.site, b.site) ||
      bytes(a.cluster, b.cluster) ||
      a.provider - b.provider ||
      bytes(a.variant, b.variant) ||
      bytes(a.build, b.build) ||
      a.offering - b.offering,
  );
}

const told = (row: RollupRow) =>
  [
    row.version,
    row.variant,
    row.build,
    providerOf(row.provider),
    row.site,
    row.cluster,
    row.node_set,
    row.nodes,
    row.places,
  ].join(' ');
const toldOf = ({ items }: FindAnswer) =>
  items.map((row) =>
    [
      row.version,
      row.variant,
      row.build,
      row.provider,
      row.site,
      row.cluster,
      row.nodes,
      row.nodeCount,
      row.places,
    ].join(' '),
  );

test.each([1, 3, 7, 100])('pages of %i rows one after the other are all rows in order', async (limit) => {
  const all = (await rowsInOrder()).map(told);
  expect(all.length).toBeGreaterThan(40);
  const pages: string[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const answer: FindAnswer = await find(database.db, { ...ANY, limit, after });
    expect(answer.total).toBe(all.length);
    expect(answer.items.length).toBeLessThanOrEqual(limit);
    pages.push(...toldOf(answer));
    after = answer.next;
  }
  expect(pages).toEqual(all);
});

test.each([
  ['', 'conda'],
  ['alpine', ''],
  ['alpine', 'module'],
] as const)('at "%s" as "%s" they are the rows of these', async (site, provider) => {
  const answer = await find(database.db, { ...ANY, site, provider, limit: 100, after: '' });
  expect(toldOf(answer)).toEqual((await rowsInOrder(site, provider)).map(told));
});

test('versions tell at how many clusters, as what and how well they are, in the order of the rows', async () => {
  const rows = await rowsInOrder();
  const { versions } = await find(database.db, { ...ANY, limit: 1, after: '' });
  const expected = [...new Set(rows.map(({ version }) => version))].map((version) => {
    const own = rows.filter((row) => row.version === version);
    const names = [...new Set(own.map((row) => `${row.site}/${row.cluster}`))].sort(bytes);
    const tiersOf = (name: string) =>
      own
        .filter((row) => `${row.site}/${row.cluster}` === name)
        .map((row) => tierOf(providerOf(row.provider)));
    return {
      version,
      clusters: new Set(own.map((row) => row.cluster_id)).size,
      providers: [...new Set(own.map((row) => providerOf(row.provider)))],
      places: names.map((name) => {
        const [site, cluster] = name.split('/');
        return { site, cluster, tier: tiersOf(name).sort(bytes)[0] };
      }),
    };
  });
  expect(versions).toEqual(expected);
});

test('a place that was rewritten while the page was read is told as it is after', async () => {
  const { db } = database;
  const before = await find(db, { ...ANY, version: '2.0', limit: 100, after: '' });
  let asked = 0;
  const between: Queryable = {
    query: async (text, values, name) => {
      if (name === 'find-page' && asked++ === 0)
        await db.query('update cluster_tool set items = array(select -item from unnest(items) as item)');
      return db.query(text, values, name);
    },
  };
  const answer = await find(between, { ...ANY, version: '2.0', limit: 100, after: '' });
  await db.query('update cluster_tool set items = array(select -item from unnest(items) as item)');
  expect(before.items.some((row) => row.place !== '')).toBe(true);
  // No such place was observed, so that none is told rather than the one before.
  expect(answer.items.map((row) => row.confirmedAt)).not.toEqual(before.items.map((row) => row.confirmedAt));
});
