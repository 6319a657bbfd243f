import { afterAll, beforeAll, expect, test } from 'vitest';
import { refreshComparisons } from '../../server/compare/refresh.ts';
import { DEFAULT_WEIGHTS } from '../../server/compare/score.ts';
import { compareTwo } from '../../server/query/compare.ts';
import { listPairs } from '../../server/query/comparePairs.ts';
import { compareSeries } from '../../server/query/compareSeries.ts';
import type { MatchCounts, PairRow } from '../../server/routes/schemas/compare.ts';
import { gazetteer } from '../harness/commandLine.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { type Random, randomOf } from '../harness/history.ts';
import type { Cluster } from '../harness/readings.ts';
import { clusterOf, type Software, visitOf } from './sites.ts';

/** The harness visits at the beginning of 2026, an hour after another, whenever the test runs. */
const SETTINGS = { staleDays: 100_000, weights: DEFAULT_WEIGHTS };
const NAMES = ['alpine/edelweiss', 'alpine/gentian', 'harbour/tide', 'meadow/brook'];
const at = (hour: number) => `2026-01-01T0${hour}:30:00Z`;

const KINDS = ['modules', 'conda', 'images', 'packages'] as const;

let database: TestDatabase;

const pick = <Item>(random: Random, items: Item[]): Item =>
  items[Math.floor(random() * items.length)] as Item;

/** Few names and versions, so that places meet at every level. */
function software(random: Random): Software {
  const tool = () => pick(random, ['samtools', 'numpy', 'zlib', 'vim']);
  const version = () => pick(random, ['1.17', '1.17', '1.17.1', '2.0']);
  const some = (make: () => string) => [
    ...new Set(Array.from({ length: Math.floor(random() * 9) }, () => make())),
  ];
  return {
    modules: some(() => `${tool()}/${version()}${pick(random, ['', '-GCC-12.2.0'])}`),
    conda: some(
      () => `${tool()} ${version()} ${pick(random, ['h0a_0', 'h0b_0'])} ${pick(random, ['', 'a', 'b'])}`,
    ),
    images: some(() => `quay.io/biocontainers/${tool()}:${version()}--h0a_0 ${pick(random, ['', 'c'])}`),
    packages: some(() => `${tool()} ${version()}-1`),
  };
}

beforeAll(async () => {
  database = await testDatabase();
  const random = randomOf(11);
  const clusters: [cluster: Cluster, has: Software][] = [];
  for (const name of NAMES) clusters.push([await clusterOf(database.db, name), {}]);
  for (let round = 0; round < 3; round += 1) {
    // The last one is read only once, at the end of the first hour.
    for (const [index, [cluster, has]] of clusters.entries()) {
      if (index === 3 && round > 0) continue;
      // More each time: what loses much at once is not believed.
      const more = software(random);
      for (const kind of KINDS) has[kind] = [...new Set([...(has[kind] ?? []), ...(more[kind] ?? [])])];
      await cluster.sweep([visitOf(has)]);
    }
    await refreshComparisons(database.db, { ...SETTINGS, now: new Date(at(round + 1)) });
  }
});
afterAll(() => database?.drop());

const FILTER = { direction: 'there', match: '', tier: '', category: '', q: '', bytes: false } as const;
const compared = (a: string, b: string, tools = '') =>
  compareTwo(database.db, { ...FILTER, a, b, tools, limit: 1, after: '' }, SETTINGS);

const countsOf = ({ a: _, b: __, score: ___, ...counts }: PairRow): MatchCounts => counts;

/** Of clusters of all sites nothing is kept: the intervals tell. */
test.each([
  ['clusters', '', 12, false],
  ['sites', '', 6, true],
  ['clusters', 'alpine', 2, true],
] as const)(
  'all pairs of %s of "%s" at a past time are what comparing each two of them then comes to',
  async (of, site, count, kept) => {
    const seen = new Set<string>();
    for (const hour of [1, 2, 3]) {
      const pairs = await listPairs(
        database.db,
        { of, site, tier: '', category: '', at: at(hour) },
        SETTINGS,
      );
      expect(pairs).toMatchObject({ at: new Date(at(hour)).toISOString(), kept });
      expect(pairs.items).toHaveLength(count);
      for (const pair of pairs.items) {
        const { there } = await compared(`${pair.a}@${at(hour)}`, `${pair.b}@${at(hour)}`);
        expect(countsOf(pair), `${pair.a} in ${pair.b} at ${hour}`).toEqual(there.matches);
        expect(pair.score).toBe(there.score);
        seen.add(JSON.stringify(countsOf(pair)));
      }
    }
    // They are not all alike.
    expect(seen.size).toBeGreaterThan(count);
  },
  60_000,
);

test('who is in service no more is still among those of a past time', async () => {
  const { db } = database;
  const past = async () =>
    (await listPairs(db, { of: 'sites', site: '', tier: '', category: '', at: at(2) }, SETTINGS)).items;
  const before = await past();
  expect(before.some(({ a, total }) => a === 'harbour' && total > 0)).toBe(true);
  await db.query(`update site set retired_at = now() where name = 'harbour'`);
  try {
    expect(await past()).toEqual(before);
  } finally {
    await db.query(`update site set retired_at = null where name = 'harbour'`);
  }
});

test('a tier or a kind of a past time is that part of it', async () => {
  const asked = { of: 'sites', site: '', at: at(2) } as const;
  const [all, tier, library] = await Promise.all([
    listPairs(database.db, { ...asked, tier: '', category: '' }, SETTINGS),
    listPairs(database.db, { ...asked, tier: '2', category: '' }, SETTINGS),
    listPairs(database.db, { ...asked, tier: '', category: 'library' }, SETTINGS),
  ]);
  for (const [index, { a, b, total }] of all.items.entries()) {
    const { there } = await compared(`${a}@${at(2)}`, `${b}@${at(2)}`);
    expect(total).toBe(there.matches.total);
    expect(tier.items[index]?.total).toBe(there.tiers.find((one) => one.tier === '2')?.total);
    expect(library.items[index]?.total).toBe(
      there.categories.find((one) => one.category === 'library')?.total,
    );
  }
});

test('some tools alone are compared, now and then, over time and of all pairs', async () => {
  const tools = 'samtools, ZLIB;nothing-of-this-name';
  const whole = await compared('alpine', 'harbour');
  const some = await compared('alpine', 'harbour', tools);
  expect(some.unknownTools).toEqual(['nothing-of-this-name']);
  expect(some.there.matches.total).toBeGreaterThan(0);
  expect(some.there.matches.total).toBeLessThan(whole.there.matches.total);
  expect(some.total).toBe(some.there.matches.total);
  expect(new Set(some.items.map(({ tool }) => tool))).toEqual(new Set(['samtools']));
  // Both names, one after the other, are the two together.
  const [one, other] = await Promise.all([
    compared('alpine', 'harbour', 'samtools'),
    compared('alpine', 'harbour', 'zlib'),
  ]);
  expect(some.there.matches.total).toBe(one.there.matches.total + other.there.matches.total);
  for (const when of ['', at(2)]) {
    const pairs = await listPairs(
      database.db,
      { of: 'sites', site: '', tier: '', category: '', tools, at: when },
      SETTINGS,
    );
    expect(pairs.unknownTools).toEqual(['nothing-of-this-name']);
    for (const pair of pairs.items) {
      const mark = when === '' ? '' : `@${when}`;
      const { there } = await compared(`${pair.a}${mark}`, `${pair.b}${mark}`, tools);
      expect(countsOf(pair), `${pair.a} in ${pair.b} ${when}`).toEqual(there.matches);
    }
  }
  const [last] = await compareSeries(
    database.db,
    { a: 'alpine', b: 'harbour', from: '', to: '', points: 1, tools },
    SETTINGS,
  );
  expect(last?.total).toBe(some.there.matches.total);
  await expect(
    compared('alpine', 'harbour', Array.from({ length: 201 }, (_, n) => `t${n}`).join()),
  ).rejects.toThrow('201 tools are named');
});

test('the command line takes tools and a day as well', async () => {
  const env = { DATABASE_URL: database.url, GAZETTEER_STALE_DAYS: '99999' };
  const ran = await gazetteer(
    ['compare', '--tools', 'samtools nothing', '--at', '2026-01-01', '--json'],
    env,
  );
  const answer = JSON.parse(ran.out);
  expect(answer).toMatchObject({ at: '2026-01-01T23:59:59.999Z', unknownTools: ['nothing'] });
  const two = await gazetteer(['compare', 'alpine', 'harbour', '--tools', 'samtools nothing'], env);
  expect(two.out).toContain('Nothing here is called nothing.');
  expect(two.out).not.toContain('zlib');
});
