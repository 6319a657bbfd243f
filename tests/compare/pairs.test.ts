import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CATEGORIES, categoryNumber, categoryOf } from '../../server/compare/category.ts';
import { classesOf, type Marked, TIERS, tierOfEntry } from '../../server/compare/classes.ts';
import { bitOf, relevantFacets } from '../../server/compare/gapFacets.ts';
import { type Comparable, MATCHES, type Match, matchOf } from '../../server/compare/match.ts';
import { PairCounter, type Side } from '../../server/compare/pairs.ts';
import type { Provider } from '../../server/facets/facet.ts';
import { providers } from '../../server/store/providers.ts';

/** Sites by id, more than fit one word of bits, and one that is not compared. */
const SIDES: Side[] = [
  { id: 1, gaps: 0 },
  { id: 3, gaps: bitOf('conda') },
  { id: 8, gaps: bitOf('packages') },
  ...Array.from({ length: 33 }, (_, at) => ({ id: 40 + at, gaps: 0 })),
];
const IDS = [1, 3, 8, 72, 5];
const BYTES = 10;

interface Entry extends Marked {
  ids: number[];
}

const anyEntries: fc.Arbitrary<Entry[]> = fc
  .array(
    fc.record({
      version: fc.constantFrom('', '1.17', '1.17', '1.17', '1.17', '1.17.1', '1.18'),
      variant: fc.constantFrom('', '', '', '-CUDA-12.1.1'),
      build: fc.constantFrom(
        '',
        'h00cdaf9_0',
        'h00cdaf9_0',
        'h00cdaf9_0',
        'GCC-12.2.0',
        'gcc-12.2.0-k4wz7qa',
      ),
      provider: fc.constantFrom<Provider>('conda', 'conda', 'module', 'module', 'apptainer', ...providers),
      digest: fc.constantFrom('', 'conda-sha256:a', 'conda-sha256:b', 'oci-config:a', 'oci-config:b'),
      marks: fc.subarray(['sif:a', 'sif:b', 'place:1', 'place:2', 'recipe:a', 'recipe:b', 'writable'], {
        maxLength: 3,
      }),
      ids: fc.uniqueArray(fc.constantFrom(...IDS), { minLength: 1, maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((entries) => {
    // Equal rows are one offering; a place says that it is the same row.
    const numbers = new Map<string, number>();
    return entries.flatMap((entry) => {
      const { version, variant, build, provider, digest } = entry;
      const key = JSON.stringify([version, variant, build, provider, digest]);
      if (!numbers.has(key)) numbers.set(key, numbers.size + 1);
      const id = numbers.get(key) ?? 0;
      // One entry for each mark, each with all of them.
      return (entry.marks.length === 0 ? [''] : entry.marks).map((mark) => ({ ...entry, id, mark }));
    });
  });

const masksOf = (entries: Entry[]) => {
  const masks = new Uint8Array(entries.length * BYTES);
  for (const [at, { ids }] of entries.entries())
    for (const id of ids)
      masks[at * BYTES + (id >> 3)] = (masks[at * BYTES + (id >> 3)] ?? 0) | (1 << (id & 7));
  return masks;
};

const comparable = (entry: Entry): Comparable => ({
  tool: 'x',
  ...entry,
  marks: entry.marks,
});

/** The same counts by asking matchOf about every two offerings. */
function countedOneByOne(entries: Entry[], a: Side, b: Side) {
  const matches = new Array<number>(MATCHES.length).fill(0);
  const tiers = new Array<number>(MATCHES.length * TIERS.length).fill(0);
  const has = (side: Side) => entries.filter(({ ids }) => ids.includes(side.id));
  const [ofA, ofB] = [has(a), has(b)];
  for (const version of new Set(ofA.map((entry) => entry.version))) {
    const rows = ofA.filter((entry) => entry.version === version);
    const levels = rows.flatMap((row) =>
      ofB.map((other) => MATCHES.indexOf(matchOf(comparable(row), comparable(other)))),
    );
    const none: Match =
      (b.gaps & relevantFacets(entries.map(({ provider }) => provider))) === 0 ? 'missing' : 'unknown';
    const match = levels.length === 0 ? MATCHES.indexOf(none) : Math.min(...levels);
    const tier = Math.min(...rows.map((row) => TIERS.indexOf(tierOfEntry(row))));
    matches[match] = (matches[match] ?? 0) + 1;
    const cell = tier * MATCHES.length + match;
    tiers[cell] = (tiers[cell] ?? 0) + 1;
  }
  return { matches, tiers };
}

describe('counts of all pairs', () => {
  const entry = (id: number, digest: string, ids: number[]): Entry => ({
    id,
    version: '1.17',
    variant: '',
    build: 'h00cdaf9_0',
    provider: 'conda',
    digest,
    mark: '',
    marks: [],
    ids,
  });

  test.each([
    ['same-version', 'other bytes of one kind', 'conda-sha256:a', 'conda-sha256:b'],
    ['same-build', 'bytes of other kinds', 'conda-sha256:a', 'oci-config:b'],
    ['same-build', 'bytes that are not known', 'conda-sha256:a', ''],
    ['identical', 'the same bytes', 'conda-sha256:a', 'conda-sha256:a'],
  ])('are %s for one label with %s', (match, _, one, other) => {
    const entries = [entry(1, one, [1]), entry(2, other, [3])];
    const counter = new PairCounter(SIDES);
    counter.add({ category: 1, classes: classesOf(entries), masks: masksOf(entries) });
    const { matches } = counter.counts(0, 1);
    expect(MATCHES.filter((_, at) => matches[at] === 1)).toEqual([match]);
    expect(matches).toEqual(countedOneByOne(entries, { id: 1, gaps: 0 }, { id: 3, gaps: 0 }).matches);
  });

  test.each([
    ['same-recipe', 'one easyconfig', ['recipe:a'], ['recipe:a']],
    ['same-version', 'another easyconfig', ['recipe:a'], ['recipe:b']],
    ['same-recipe', 'an easyconfig that is not known', ['recipe:a'], []],
    ['identical', 'one place, whatever its easyconfig', ['place:1', 'recipe:a'], ['place:1', 'recipe:a']],
    ['same-version', 'other places and another easyconfig', ['place:1', 'recipe:a'], ['place:2', 'recipe:b']],
  ])('are %s for one module with %s', (match, _, one, other) => {
    const module = (marks: string[], ids: number[]) =>
      (marks.length === 0 ? [''] : marks).map(
        (mark): Entry => ({
          ...entry(1, '', ids),
          build: 'GCC-12.2.0',
          provider: 'module',
          mark,
          marks,
        }),
      );
    const entries = [...module(one, [1]), ...module(other, [3])];
    const counter = new PairCounter(SIDES);
    counter.add({ category: 1, classes: classesOf(entries), masks: masksOf(entries) });
    const { matches } = counter.counts(0, 1);
    expect(MATCHES.filter((_, at) => matches[at] === 1)).toEqual([match]);
  });

  test('are those of every two offerings', () => {
    fc.assert(
      fc.property(fc.array(anyEntries, { minLength: 1, maxLength: 3 }), (tools) => {
        const counter = new PairCounter(SIDES);
        for (const entries of tools)
          counter.add({ category: 1, classes: classesOf(entries), masks: masksOf(entries) });
        for (const [i, a] of SIDES.entries()) {
          for (const [j, b] of SIDES.entries()) {
            if (!IDS.includes(a.id) || !IDS.includes(b.id)) continue;
            const told = tools.map((entries) => countedOneByOne(entries, a, b));
            const sum = (lists: number[][]) =>
              lists[0]?.map((_, at) => lists.reduce((all, list) => all + (list[at] ?? 0), 0));
            const { matches, tiers, categories } = counter.counts(i, j);
            expect(matches, `${a.id} in ${b.id}`).toEqual(sum(told.map((one) => one.matches)));
            expect(tiers).toEqual(sum(told.map((one) => one.tiers)));
            expect(categories.slice(MATCHES.length, 2 * MATCHES.length)).toEqual(matches);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('what may be missing', () => {
  test('a tool that is offered by chance somewhere is looked for there as well', () => {
    expect(relevantFacets(['conda']) & bitOf('packages')).toBe(0);
    expect(relevantFacets(['conda', 'system']) & bitOf('packages')).not.toBe(0);
    expect(relevantFacets(['venv']) & bitOf('venvs')).not.toBe(0);
    expect(relevantFacets([]) & bitOf('modules')).not.toBe(0);
    expect(relevantFacets(['system', 'venv']) & bitOf('hardware')).toBe(0);
  });
});

describe('categories', () => {
  test.each([
    ['r-ggplot2', 'r', []],
    ['bioconductor-deseq2', 'r', []],
    ['perl-json', 'perl', []],
    ['libxml2', 'library', []],
    ['htslib', 'library', []],
    [
      'numpy',
      'python',
      [
        { provider: 'module', build: 'foss-2023a' },
        { provider: 'conda', build: 'py311h64a7726_0' },
      ],
    ],
    ['requests', 'python', [{ provider: 'conda', build: 'pypi_0' }]],
    [
      'samtools',
      'program',
      [
        { provider: 'conda', build: 'h00cdaf9_0' },
        { provider: 'system', build: '1.17-1' },
      ],
    ],
    ['vim', 'system', [{ provider: 'system', build: '2:9.1' }]],
  ] as const)('%s is %s', (tool, category, offered) => {
    expect(categoryOf(tool, offered)).toBe(category);
    expect(CATEGORIES[categoryNumber(category)]).toBe(category);
  });
});
