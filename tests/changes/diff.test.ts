import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { compareLines } from '../../server/changes/diff/lines.ts';
import { rowKeys } from '../../server/changes/diff/rowKeys.ts';
import { type Difference, differences } from '../../server/changes/diff/structure.ts';
import { factLines, rowLines } from '../../server/changes/diff/text.ts';
import { unified } from '../../server/changes/diff/unified.ts';
import { installation } from '../../server/config.ts';
import type { Facts } from '../../server/facets/facet.ts';
import { namedModule } from '../../server/facets/modules/schema.ts';
import { facetNames } from '../../server/facets/names.ts';
import { facets } from '../../server/facets/registry.ts';
import { canonicalJson } from '../../server/store/canonical.ts';
import { needs } from '../harness/tools.ts';

const kinds = facetNames.flatMap((name) => facets[name].kinds);
const kindOf = (name: string) => kinds.find(({ kind }) => kind === name);
const folder = mkdtempSync(join(tmpdir(), 'gazetteer-diff-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Few different lines, so that texts share many. */
const text = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', ...'fghijklmnop'), { maxLength: 40 });
const long = fc.array(fc.nat(400).map(String), { maxLength: 900 });

describe('lines', () => {
  test.each([
    ['short', text],
    ['long', long],
  ] as const)('of %s texts: both are made of the runs, in order', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, arbitrary, (before, after) => {
        const runs = compareLines(before, after);
        const from = (lines: string[], place: 'before' | 'after', other: string) =>
          runs
            .filter(({ kind }) => kind !== other)
            .flatMap((run) => lines.slice(run[place], run[place] + run.length));
        expect(from(before, 'before', 'added')).toEqual(before);
        expect(from(after, 'after', 'removed')).toEqual(after);
        for (const run of runs.filter(({ kind }) => kind === 'same'))
          expect(before.slice(run.before, run.before + run.length)).toEqual(
            after.slice(run.after, run.after + run.length),
          );
      }),
      { numRuns: 300 },
    );
  });

  test('of short texts without anchors the diff is as short as one can be', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b'), { maxLength: 12 }),
        fc.array(fc.constantFrom('a', 'b'), { maxLength: 12 }),
        (before, after) => {
          // A line that stands once in each is matched first, which is easier to read and not always shortest.
          fc.pre(!hasAnchor(before, after));
          const same = compareLines(before, after)
            .filter(({ kind }) => kind === 'same')
            .reduce((sum, { length }) => sum + length, 0);
          expect(same).toBe(longestCommon(before, after));
        },
      ),
      { numRuns: 300 },
    );
  });

  test('two texts of 40,000 other lines are told within a second or so', () => {
    const lines = (salt: number) =>
      Array.from({ length: 40_000 }, (_, at) => String((at * 7919 + salt) % 977));
    const began = performance.now();
    compareLines(lines(0), lines(500).reverse());
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

/** Whether a line stands once in what is left of each text without what both begin and end with. */
function hasAnchor(a: string[], b: string[]): boolean {
  let [head, tail] = [0, 0];
  while (head < Math.min(a.length, b.length) && a[head] === b[head]) head += 1;
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const times = (list: string[], line: string) =>
    list.slice(head, list.length - tail).filter((one) => one === line).length;
  return ['a', 'b'].some((line) => times(a, line) === 1 && times(b, line) === 1);
}

/** The length of the longest common subsequence, by the table that everybody learns. */
function longestCommon(a: string[], b: string[]): number {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = 1; i <= a.length; i += 1)
    for (let j = 1; j <= b.length; j += 1)
      (table[i] ?? [])[j] =
        a[i - 1] === b[j - 1]
          ? (table[i - 1]?.[j - 1] ?? 0) + 1
          : Math.max(table[i - 1]?.[j] ?? 0, table[i]?.[j - 1] ?? 0);
  return table[a.length]?.[b.length] ?? 0;
}

test.skipIf(!needs('patch', 'patch'))('patch(1) makes the second text of the first', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const write = (name: string, lines: string[]) =>
        writeFileSync(join(folder, name), lines.map((line) => `${line}\n`).join(''));
      write('before', before);
      write('diff', []);
      writeFileSync(join(folder, 'diff'), unified({ before: 'a', after: 'b' }, before, after));
      const ran = spawnSync('patch', ['-s', '-F0', '-o', 'made', 'before', 'diff'], { cwd: folder });
      const made =
        before.join() === after.join() ? before : readFileSync(join(folder, 'made'), 'utf8').split('\n');
      if (before.join() !== after.join()) made.pop();
      expect([ran.status, made]).toEqual([0, after]);
    }),
    { numRuns: 60 },
  );
});

/** Documents that the fixtures' nodes have, by kind. */
function fixtureDocuments(): Map<string, Facts[]> {
  const found = new Map<string, Facts[]>();
  const look = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(look);
    if (typeof value !== 'object' || value === null) return;
    if (
      'kind' in value &&
      typeof value.kind === 'string' &&
      kindOf(value.kind)?.schema.safeParse(value).success
    ) {
      const list = found.get(value.kind) ?? [];
      if (list.length < 12) found.set(value.kind, [...list, { ...value, kind: value.kind }]);
    }
    Object.values(value).forEach(look);
  };
  for (const facet of facetNames) {
    const cases = join(installation, 'tests/fixtures', facet);
    for (const one of readdirSync(cases)) {
      try {
        look(JSON.parse(readFileSync(join(cases, one, 'expected.json'), 'utf8')));
      } catch {
        // A fixture without one.
      }
    }
  }
  return found;
}

const documents = fixtureDocuments();

describe('structure', () => {
  test('the fixtures have documents of most kinds', () => {
    expect(documents.size).toBeGreaterThan(15);
  });

  test('each kind of many rows says what names a row, by columns that it has', () => {
    for (const kind of kinds) {
      const several = (documents.get(kind.kind) ?? []).some((facts) => kind.rows(facts).length > 1);
      const keys = rowKeys[kind.kind];
      if (several) expect(keys, kind.kind).toBeDefined();
      const columns = kind.columns.map(({ name }) => name);
      expect(columns, kind.kind).toEqual(expect.arrayContaining(keys ?? []));
    }
    expect(Object.keys(rowKeys).filter((name) => !kindOf(name))).toEqual([]);
  });

  test.each([...documents.keys()].sort())(
    '%s: the same has none, others have some, and turned round they are turned',
    (name) => {
      const kind = kindOf(name);
      const list = documents.get(name) ?? [];
      for (const a of list) {
        expect(differences(kind, a, structuredClone(a))).toEqual([]);
        for (const b of list) {
          if (canonicalJson(a) === canonicalJson(b)) continue;
          const there = differences(kind, a, b);
          expect(there.length).toBeGreaterThan(0);
          expect(sorted(differences(kind, b, a))).toEqual(sorted(there.map(turned)));
          expect(unified({ before: 'a', after: 'b' }, factLines(a), factLines(b))).not.toBe('');
        }
      }
    },
  );

  test('a changed environment tells its packages by name', () => {
    const packageOf = (packageName: string, version: string, build = 'h1_0') => ({
      name: packageName,
      version,
      build,
      channel: 'bioconda',
      subdir: 'linux-64',
      sha256: '',
      md5: '',
    });
    const [template] = documents.get('conda.environment') ?? [];
    const environment = (packages: object[]): Facts => ({
      ...(template ?? { kind: '' }),
      ...{ packages, pip: [], r: [] },
    });
    const before = environment([
      packageOf('samtools', '1.17'),
      packageOf('htslib', '1.17'),
      packageOf('zlib', '1.2'),
    ]);
    const after = environment([
      packageOf('samtools', '1.19', 'h2_0'),
      packageOf('htslib', '1.17'),
      packageOf('bwa', '0.7'),
    ]);
    const found = differences(kindOf('conda.environment'), before, after);
    expect(found.filter(({ change }) => change === 'changed')).toEqual([
      { change: 'changed', key: 'samtools', field: 'version', before: '1.17', after: '1.19', unknown: '' },
      { change: 'changed', key: 'samtools', field: 'build', before: 'h1_0', after: 'h2_0', unknown: '' },
    ]);
    expect(
      found.filter(({ change }) => change !== 'changed').map(({ change, key }) => `${change} ${key}`),
    ).toEqual(['added bwa', 'removed zlib']);
  });

  test('what holds for the node is told once, not in each row', () => {
    const [runtimes] = (documents.get('runtimes.node') ?? []).filter(
      (facts) => (kindOf('runtimes.node')?.rows(facts).length ?? 0) > 1,
    );
    const after = { ...runtimes, nvidiaToolkit: '9.9.9', kind: 'runtimes.node' };
    const found = differences(kindOf('runtimes.node'), runtimes ?? { kind: '' }, after);
    expect(found).toMatchObject([{ change: 'changed', key: '', field: 'nvidiaToolkit', after: '9.9.9' }]);
  });

  test('text of a node begins no line of its own', () => {
    const kind = kindOf('modules.tree');
    const [tree] = documents.get('modules.tree') ?? [];
    const modules = [{ ...namedModule('evil/1'), description: 'a\n+++ b\n-c' }];
    const facts = { ...tree, modules, kind: 'modules.tree' };
    expect(rowLines(kind, facts)).toHaveLength(1);
    expect(factLines(facts).some((line) => line.startsWith('+') || line.startsWith('-'))).toBe(false);
  });
});

const turned = (one: Difference): Difference => ({
  ...one,
  change: one.change === 'added' ? 'removed' : one.change === 'removed' ? 'added' : 'changed',
  before: one.after,
  after: one.before,
  unknown: one.unknown === 'before' ? 'after' : one.unknown === 'after' ? 'before' : '',
});

const sorted = (list: Difference[]) => list.map((one) => canonicalJson(one)).sort();
