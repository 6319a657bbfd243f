import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closestNames, closestVersions } from '../../server/names/closest.ts';
import { distanceWithin } from '../../server/names/distance.ts';
import { expectLinear } from './effort.ts';

describe('closest versions', () => {
  test.each([
    ['1.17', ['1.9', '1.16.1', '1.18', '1.10', '2.0'], ['1.18', '1.16.1', '1.10']],
    ['1.17', ['1.17.1', '1.16', '1.18'], ['1.17.1', '1.18', '1.16']],
    ['2.0', ['1.9', '3.1', '2.1'], ['2.1', '3.1', '1.9']],
    ['2023a', ['2022b', '2023b', '2021a'], ['2023b', '2022b', '2021a']],
    ['12.2', ['12.2.0', '12.3', '11.8'], ['12.2.0', '12.3', '11.8']],
    ['1.17', [], []],
    ['', ['1.0', '2.0'], ['1.0', '2.0']],
  ])('%s in %j', (wanted, have, expected) => {
    expect(closestVersions(wanted, have, 3)).toEqual(expected);
  });

  test('says each version once and no more than asked', () => {
    expect(closestVersions('1', ['1', '1', '2', '3'], 2)).toEqual(['1', '2']);
    expect(closestVersions('1', ['1'], 0)).toEqual([]);
  });
});

describe('closest names', () => {
  const names = [
    'samtools',
    'bamtools',
    'bcftools',
    'star',
    'star-fusion',
    'stacks',
    'r',
    'gatk',
    'scikit-learn',
    'python',
    'pytorch',
  ];
  test.each([
    ['samtool', 'samtools'],
    ['smatools', 'samtools'],
    ['SAMTools', 'samtools'],
    ['sam-tools', 'samtools'],
    ['scikit_learn', 'scikit-learn'],
    ['scikit', 'scikit-learn'],
    ['pyton', 'python'],
    ['pytroch', 'pytorch'],
    ['star-fus', 'star-fusion'],
    ['gtak', 'gatk'],
  ])('%s is likely %s', (text, name) => {
    expect(closestNames(text, names, 3)[0]).toBe(name);
  });

  test('says nothing rather than anything', () => {
    expect(closestNames('quantum-espresso', names, 3)).toEqual([]);
    expect(closestNames('', names, 3)).toEqual([]);
    expect(closestNames('samtools', names, 0)).toEqual([]);
  });

  test('finds one among 50,000 names', () => {
    expect(closestNames('samtool', [...many(50_000), 'samtools'], 5)).toEqual(['samtools']);
  });

  test('costs as much more as there are more names', () => {
    expectLinear((size) => void closestNames('bioconductor-package9-samtols', many(size), 5), 2_000, 'names');
  });

  function many(count: number): string[] {
    return Array.from(
      { length: count },
      (_, i) => `bioconductor-package${i.toString(36)}-${names[i % names.length]}`,
    );
  }
});

test('distance within a bound is the distance of the whole table', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 });
  fc.assert(
    fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, limit) => {
      const whole = wholeTable(a, b);
      expect(distanceWithin(a, b, limit)).toBe(whole > limit ? null : whole);
    }),
    { numRuns: 3000 },
  );
});

/** The definition of optimal string alignment, written down as it is. */
function wholeTable(a: string, b: string): number {
  const cost = (i: number, j: number): number => {
    if (i === 0 || j === 0) return i + j;
    const key = i * 100 + j;
    const known = memo.get(key);
    if (known !== undefined) return known;
    let best = Math.min(
      cost(i - 1, j) + 1,
      cost(i, j - 1) + 1,
      cost(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1),
    );
    if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
      best = Math.min(best, cost(i - 2, j - 2) + 1);
    memo.set(key, best);
    return best;
  };
  const memo = new Map<number, number>();
  return cost(a.length, b.length);
}
