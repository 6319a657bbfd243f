import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareScopes } from '../../server/compare/compareScopes.ts';
import { rebuildMasks } from '../../server/compare/masks.ts';
import { MATCHES } from '../../server/compare/match.ts';
import { type Offered, offeredNow, offeredThen } from '../../server/compare/offered.ts';
import { refreshComparisons } from '../../server/compare/refresh.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { type Random, randomOf } from '../harness/history.ts';
import type { Cluster } from '../harness/readings.ts';
import { clusterOf, type Software, visitOf } from './sites.ts';

/** The harness visits at the beginning of 2026, whenever the test runs. */
const OPTIONS = { staleDays: 100_000 };
const NAMES = ['alpine/edelweiss', 'alpine/gentian', 'harbour/tide', 'meadow/brook', 'meadow/pond'];

let database: TestDatabase;
const clusters = new Map<string, Cluster>();
beforeAll(async () => {
  database = await testDatabase();
  for (const name of NAMES) clusters.set(name, await clusterOf(database.db, name));
});
afterAll(() => database.drop());

const pick = <Item>(random: Random, items: Item[]): Item =>
  items[Math.floor(random() * items.length)] as Item;
const some = <Item>(random: Random, count: number, make: () => Item): Item[] =>
  Array.from({ length: Math.floor(random() * count) }, make);

/** Few names and versions, so that sites meet at every level. */
function software(random: Random): Software {
  const tool = () => pick(random, ['samtools', 'numpy', 'zlib', 'r-ggplot2', 'vim']);
  const version = () => pick(random, ['1.17', '1.17', '1.17.1', '1.18', '2.0']);
  const build = () => pick(random, ['h00cdaf9_0', 'h6899075_1', '0']);
  return {
    modules: some(
      random,
      12,
      () =>
        `${tool()}/${version()}${pick(random, ['', '-GCC-12.2.0', '-foss-2023a', '-GCC-12.2.0-CUDA-12.1.1'])}`,
    ),
    conda: [
      ...new Set(some(random, 14, () => `${tool()} ${version()} ${build()} ${pick(random, ['', 'a', 'b'])}`)),
    ],
    images: some(
      random,
      4,
      () => `quay.io/biocontainers/${tool()}:${version()}--${build()} ${pick(random, ['', 'c', 'd'])}`,
    ),
    packages: [...new Set(some(random, 3, () => `${tool()} ${version()}-1`))],
  };
}

const rows = async (table: string) => (await database.db.query(`select * from ${table} order by 1, 2`)).rows;

async function sweep(random: Random, name: string): Promise<void> {
  await clusters.get(name)?.sweep([visitOf(software(random))]);
}

/** The stored pair, and the two compared tool by tool. */
async function bothWays(kind: 'site' | 'cluster', a: string, b: string) {
  const nameOf = kind === 'site' ? 'site.name' : `site.name || '/' || cluster.name`;
  const found = await database.db.query<{ matches: number[]; tiers: number[]; categories: number[] }>(
    `with named as (select distinct ${kind}.id, ${nameOf} as name from site join cluster on cluster.site_id = site.id)
     select matches, tiers, categories from ${kind}_pair
     join named a on a.id = a_id join named b on b.id = b_id where a.name = $1 and b.name = $2`,
    [a, b],
  );
  const { there } = await compareScopes(database.db, { a, b }, OPTIONS);
  const { matches, tiers, categories } = there.summary;
  const flat = (parts: { matches: number[] }[]) => parts.flatMap((one) => one.matches);
  return [found.rows[0], { matches, tiers: flat(tiers), categories: flat(categories) }];
}

/** How often each match was stored, over all rounds. */
const seen = new Array<number>(MATCHES.length).fill(0);

describe('what is stored of all pairs', () => {
  test('is what the comparison of each two of them comes to, and what is made anew', async () => {
    const random = randomOf(7);
    for (let round = 0; round < 6; round += 1) {
      // meadow/pond is never read, and meadow/brook not before the third round.
      for (const name of NAMES.slice(0, round < 3 ? 3 : 4)) if (random() < 0.8) await sweep(random, name);
      await refreshComparisons(database.db, OPTIONS);
      const stored = [await rows('offering_site'), await rows('site_pair'), await rows('cluster_pair')];
      expect(stored.map((one) => one.length)).toEqual([expect.any(Number), 9, 25]);
      for (const a of ['alpine', 'harbour', 'meadow'])
        for (const b of ['alpine', 'harbour', 'meadow']) {
          if (a === b) continue;
          const [pair, compared] = await bothWays('site', a, b);
          expect(pair, `${a} in ${b}`).toEqual(compared);
        }
      for (const a of NAMES)
        for (const b of NAMES) {
          if (a === b) continue;
          const [pair, compared] = await bothWays('cluster', a, b);
          expect(pair, `${a} in ${b}`).toEqual(compared);
          for (const [at, count] of compared?.matches.entries() ?? []) seen[at] = (seen[at] ?? 0) + count;
        }
      await rebuildMasks(database.db);
      await database.db.query('truncate site_pair, cluster_pair');
      await refreshComparisons(database.db, OPTIONS);
      expect([await rows('offering_site'), await rows('site_pair'), await rows('cluster_pair')]).toEqual(
        stored,
      );
    }
  }, 120_000);

  test('told every match, and unknown where not all was read', () => {
    expect(MATCHES.filter((_, at) => seen[at] === 0)).toEqual([]);
  });

  test('is left alone where nothing changed', async () => {
    const written = async () =>
      (await database.db.query(`select xmin::text, a_id, b_id from site_pair order by 2, 3`)).rows;
    const before = await written();
    expect(await refreshComparisons(database.db, OPTIONS)).toEqual({ tools: 0, pairs: 0 });
    expect(await written()).toEqual(before);
  });

  test('loses a cluster that goes out of service, and has it again when it comes back', async () => {
    const before = [await rows('offering_site'), await rows('site_pair'), await rows('cluster_pair')];
    const retire = (at: Date | null) =>
      database.db.prisma.cluster.updateMany({ where: { name: 'tide' }, data: { retiredAt: at } });
    await retire(new Date());
    await refreshComparisons(database.db, OPTIONS);
    expect((await rows('cluster_pair')).length).toBe(16);
    const [pair] = await bothWays('site', 'alpine', 'meadow');
    expect(pair).toEqual((await bothWays('site', 'alpine', 'meadow'))[1]);
    await retire(null);
    await refreshComparisons(database.db, OPTIONS);
    expect([await rows('offering_site'), await rows('site_pair'), await rows('cluster_pair')]).toEqual(
      before,
    );
  });
});

test('the rollup and the intervals tell the same of a whole cluster', async () => {
  for (const cluster of clusters.values()) {
    const now = await offeredNow(database.db, [cluster.id]);
    const then = await offeredThen(database.db, { clusterIds: [cluster.id], nodeIds: null, at: null });
    const bare = (offered: Offered[]) =>
      offered.map((one) => ({ ...one, documents: [] })).sort((a, b) => a.id - b.id);
    expect(bare(then.offered)).toEqual(bare(now.offered));
  }
});

describe('a place compared with itself', () => {
  test.each(['alpine', 'alpine/edelweiss', 'harbour/tide/cpu1', 'alpine/edelweiss@2026-11-01'])(
    '%s is identical',
    async (scope) => {
      const { there, back } = await compareScopes(database.db, { a: scope, b: scope }, OPTIONS);
      expect(there.rows.length).toBeGreaterThan(0);
      expect(there.summary.matches).toEqual([there.rows.length, 0, 0, 0, 0, 0, 0, 0]);
      expect(back).toEqual(there);
    },
  );
});
