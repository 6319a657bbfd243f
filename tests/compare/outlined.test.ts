import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareScopes } from '../../server/compare/compareScopes.ts';
import { MATCHES } from '../../server/compare/match.ts';
import { outlineOf } from '../../server/compare/outline.ts';
import { refreshComparisons } from '../../server/compare/refresh.ts';
import { DEFAULT_WEIGHTS } from '../../server/compare/score.ts';
import { wholePair } from '../../server/compare/wholePair.ts';
import { answerOf, type ComparisonFilter } from '../../server/query/compare.ts';
import { isOutlined, outlinedAnswer } from '../../server/query/compareOutlined.ts';
import type { ComparisonAnswer } from '../../server/routes/schemas/compare.ts';
import { type TestDatabase, testDatabase } from '../harness/database.ts';
import { type Random, randomOf } from '../harness/history.ts';
import type { Cluster } from '../harness/readings.ts';
import { clusterOf, type Software, visitOf } from './sites.ts';

/** The harness visits at the beginning of 2026, whenever the test runs. */
const SETTINGS = { staleDays: 100_000, weights: DEFAULT_WEIGHTS };
const NAMES = ['alpine/edelweiss', 'alpine/gentian', 'harbour/tide', 'meadow/brook'];
const PAIRS = [
  ['alpine', 'harbour'],
  ['meadow', 'alpine'],
  ['alpine', 'harbour/tide'],
  ['meadow/brook', 'alpine'],
  ['harbour/tide', 'meadow'],
] as const;

let database: TestDatabase;
const clusters: Cluster[] = [];

const pick = <Item>(random: Random, items: Item[]): Item =>
  items[Math.floor(random() * items.length)] as Item;

const TOOLS = 'samtools numpy zlib r-ggplot2 vim gcc bwa xz fftw hmmer tool2 tool10'.split(' ');

/** Few names and versions, so that places meet at every level. */
function software(random: Random): Software {
  const tool = () => pick(random, TOOLS);
  const version = () => pick(random, ['1.17', '1.17', '1.17.1', '1.18', '2.0']);
  const build = () => pick(random, ['h00cdaf9_0', 'h6899075_1', '0']);
  const some = (count: number, make: () => string) => [
    ...new Set(Array.from({ length: Math.floor(random() * count) }, () => make())),
  ];
  return {
    modules: some(
      12,
      () =>
        `${tool()}/${version()}${pick(random, ['', '-GCC-12.2.0', '-foss-2023a', '-GCC-12.2.0-CUDA-12.1.1'])}`,
    ),
    conda: some(14, () => `${tool()} ${version()} ${build()} ${pick(random, ['', 'a', 'b'])}`),
    images: some(
      4,
      () => `quay.io/biocontainers/${tool()}:${version()}--${build()} ${pick(random, ['', 'c', 'd'])}`,
    ),
    packages: some(3, () => `${tool()} ${version()}-1`),
  };
}

beforeAll(async () => {
  database = await testDatabase();
  for (const name of NAMES) clusters.push(await clusterOf(database.db, name));
});
afterAll(() => database?.drop());

const ANY = { direction: 'there', match: '', tier: '', category: '', q: '', bytes: false } as const;

/** What one request more gives, from an outline and from everything compared. */
async function bothOf(filter: ComparisonFilter): Promise<[ComparisonAnswer | null, ComparisonAnswer]> {
  const { a, b } = filter;
  const pair = await wholePair(database.db, [a, b], SETTINGS);
  const outline = pair && (await outlineOf(database.db, pair));
  expect(isOutlined(filter)).toBe(true);
  return [
    outline && (await outlinedAnswer(database.db, outline, filter, SETTINGS)),
    await answerOf(database.db, await compareScopes(database.db, { a, b }, SETTINGS), filter, SETTINGS),
  ];
}

const seen = new Set<string>();

describe('the answer of two places from an outline', () => {
  test.each([
    ['after a refresh', true],
    ['while masks do not know the last sweep yet', false],
  ])(
    'is that of everything compared, page by page, in any order and narrowed, %s',
    async (_, refreshed) => {
      const random = randomOf(refreshed ? 3 : 4);
      for (let round = 0; round < 3; round += 1) {
        for (const cluster of clusters) await cluster.sweep([visitOf(software(random))]);
        // What a sweep notes is all that the outline of the second case knows besides.
        if (refreshed || round === 0) await refreshComparisons(database.db, SETTINGS);
        for (const [a, b] of PAIRS) {
          for (const narrow of [
            {},
            { match: pick(random, [...MATCHES]) },
            { tier: pick(random, ['1a', '2', '3', '4'] as const) },
            { category: pick(random, ['library', 'python', 'program'] as const) },
            { q: pick(random, ['L', 'tool', 'nothing']) },
            { tools: 'samtools, ZLIB;nothing-of-this-name' },
          ]) {
            const sort = pick(random, ['', 'tool', '-tool', 'tier', '-tier', 'match', '-match', 'category']);
            const direction = pick(random, ['there', 'back'] as const);
            const asked = { ...ANY, ...narrow, a, b, sort, direction, limit: 4 };
            for (let after: string | null = ''; after !== null; ) {
              const [outlined, whole]: [ComparisonAnswer | null, ComparisonAnswer] = await bothOf({
                ...asked,
                after,
              });
              expect(outlined, `${a} ${b} ${JSON.stringify(asked)}`).toEqual(whole);
              for (const match of MATCHES)
                if (whole.there.matches[match] + whole.back.matches[match] > 0) seen.add(match);
              after = whole.next;
            }
          }
        }
      }
    },
    180_000,
  );

  test('told every match', () => {
    // What was built from one recipe is told apart from one version in tests/compare/pairs.test.ts.
    expect(MATCHES.filter((match) => !seen.has(match) && match !== 'same-recipe')).toEqual([]);
  });
});

describe('there is no outline', () => {
  test.each([
    ['of a past time', 'alpine@2026-06-01', 'harbour'],
    ['of some nodes', 'alpine/edelweiss/cpu1', 'harbour'],
    ['of two clusters', 'alpine/edelweiss', 'harbour/tide'],
    ['where one is part of the other', 'alpine', 'alpine/edelweiss'],
  ])('%s', async (_, a, b) => {
    expect(await wholePair(database.db, [a, b], SETTINGS)).toBeNull();
  });

  test('of a cluster that no refresh has seen', async () => {
    await clusterOf(database.db, 'vale/stream');
    const pair = await wholePair(database.db, ['vale', 'harbour'], SETTINGS);
    expect(pair && (await outlineOf(database.db, pair))).toBeNull();
  });

  test('for orders and filters that need the rows', () => {
    const asked = { ...ANY, a: 'alpine', b: 'harbour', limit: 4, after: '' };
    expect(isOutlined({ ...asked, sort: '-thereVersion' })).toBe(false);
    expect(isOutlined({ ...asked, bytes: true })).toBe(false);
    expect(isOutlined({ ...asked, obtainable: 'count' })).toBe(false);
  });
});

test('an outline of before is not told as what is there now', async () => {
  const pair = await wholePair(database.db, ['alpine', 'harbour'], SETTINGS);
  await refreshComparisons(database.db, SETTINGS);
  const outline = pair && (await outlineOf(database.db, pair));
  if (!outline) throw new Error('there is no outline');
  const filter = { ...ANY, a: 'alpine', b: 'harbour', limit: 100, after: '' };
  expect(await outlinedAnswer(database.db, outline, filter, SETTINGS)).not.toBeNull();
  await database.db.query('delete from cluster_tool where tool_id = $1', [outline.there[0]?.id]);
  expect(await outlinedAnswer(database.db, outline, filter, SETTINGS)).toBeNull();
});
