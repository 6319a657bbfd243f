import { afterAll, beforeAll, expect, test } from 'vitest';
import { WhoHas } from '../../server/check/whoHas.ts';
import { refreshComparisons } from '../../server/compare/refresh.ts';
import { clusterOf, type Software, visitOf } from '../compare/sites.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { randomOf } from '../harness/history.ts';
import type { Cluster } from '../harness/readings.ts';

/** Masks follow sweeps by minutes; what a check says must not. */
const NAMES = ['alpine/edelweiss', 'alpine/gentian', 'harbour/tide', 'meadow/brook'];
const TOOLS = ['samtools', 'numpy', 'zlib', 'vim'];

let database: TestDatabase;
const clusters: Cluster[] = [];
beforeAll(async () => {
  database = await testDatabase();
  for (const name of NAMES) clusters.push(await clusterOf(database.db, name));
});
afterAll(() => database.drop());

const random = randomOf(23);
const pick = <Item>(items: Item[]): Item => items[Math.floor(random() * items.length)] as Item;
const software = (): Software => ({
  modules: [...new Set([1, 2, 3].map(() => `${pick(TOOLS)}/${pick(['1.17', '1.18'])}`))],
  conda: [...new Set([1, 2, 3].map(() => `${pick(TOOLS)} ${pick(['1.17', '2.0'])} h00cdaf9_0 a`))],
});

async function inService(): Promise<number[]> {
  const found = await database.db.query<{ id: number }>(
    'select id from cluster where retired_at is null order by id',
  );
  return found.rows.map(({ id }) => id);
}

/** `cluster offering`, of the rollup. */
async function rollup(): Promise<string[]> {
  const found = await database.db.query<{ pair: string }>(
    `select cluster_id || ' ' || own as pair from cluster_tool cross join lateral unnest(offerings) as own
     join cluster on cluster.id = cluster_id and cluster.retired_at is null`,
  );
  return found.rows.map(({ pair }) => pair).sort();
}

async function told(): Promise<string[]> {
  const { db } = database;
  const tools = await db.query<{ id: number }>('select id from tool');
  const offerings = await db.query<{ id: number }>('select id from offering');
  const ids = await inService();
  const who = await WhoHas.of(
    db,
    ids,
    tools.rows.map(({ id }) => id),
  );
  return offerings.rows
    .flatMap(({ id }) => {
      const from = who.maskAt(id);
      const has = (place: number) =>
        from >= 0 && ((who.masks[from + (place >> 5)] ?? 0) >>> (place & 31)) & 1;
      return ids.filter((_, place) => has(place)).map((cluster) => `${cluster} ${id}`);
    })
    .sort();
}

const rowsOfMasks = async () =>
  (await database.db.query('select from offering_site where tool_id not in (select tool_id from stale_tool)'))
    .rows.length;

test('who has what is what the rollup says at that moment, whatever the masks know', async () => {
  let fromMasks = 0;
  for (let round = 0; round < 12; round += 1) {
    for (const cluster of clusters) if (random() < 0.4) await cluster.sweep([visitOf(software())]);
    expect(await told()).toEqual(await rollup());
    if (random() < 0.6) await refreshComparisons(database.db, { staleDays: 100_000 });
    fromMasks += await rowsOfMasks();
    const retired = random() < 0.4 ? new Date() : null;
    await database.db.prisma.cluster.updateMany({ where: { name: 'tide' }, data: { retiredAt: retired } });
    expect(await told()).toEqual(await rollup());
  }
  expect(fromMasks).toBeGreaterThan(10);
}, 60_000);
