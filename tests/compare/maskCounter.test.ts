import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MaskCounter } from '../../server/compare/maskCounter.ts';
import { parseWeights, scoreOf } from '../../server/compare/score.ts';

test('masks are counted as their bits would be, one by one', () => {
  const added = fc.record({
    cell: fc.nat(2),
    word: fc.nat(1),
    bits: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
    times: fc.nat(300),
  });
  fc.assert(
    fc.property(fc.array(added, { maxLength: 40 }), (all) => {
      const counter = new MaskCounter(3, 2);
      for (const { cell, word, bits, times } of all) counter.addTimes(cell, word, bits, times);
      for (let cell = 0; cell < 3; cell += 1) {
        for (let bit = 0; bit < 64; bit += 1) {
          const own = all.filter(
            (one) => one.cell === cell && one.word === bit >> 5 && (one.bits >>> (bit & 31)) & 1,
          );
          expect(counter.count(cell, bit)).toBe(own.reduce((sum, { times }) => sum + times, 0));
        }
      }
    }),
  );
});

test.each([
  ['', { 'same-build': 0.95, missing: 0 }],
  ['same-build=0.9, same-version=0.5', { 'same-build': 0.9, 'same-version': 0.5, identical: 1 }],
  ['missing=0.1,other-version=0.1', { missing: 0.1 }],
])('weights "%s"', (text, some) => {
  expect(parseWeights(text)).toMatchObject(some);
});

test.each([
  'same-build=2',
  'same-build=-1',
  'unknown=0.5',
  'toString=0.5',
  'same-version=0.9',
  'same-build',
  'a=b=c',
])('"%s" are no weights', (text) => expect(parseWeights(text)).toBeNull());

test('a score lies between 0 and 1, grows with a better match, and leaves out what is unknown', () => {
  const weights = parseWeights('');
  if (!weights) throw new Error('no weights');
  const anyCounts = fc.array(fc.nat(1000), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(anyCounts, fc.nat(5), fc.nat(1000), (counts, at, unknown) => {
      const score = scoreOf(counts, weights);
      const known = counts.slice(0, 7).some((count) => count > 0);
      expect(score === null).toBe(!known);
      if (score === null) return;
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
      expect(scoreOf([...counts.slice(0, 7), unknown], weights)).toBe(score);
      // One tool that matches better than it did.
      if ((counts[at + 1] ?? 0) === 0) return;
      const better = counts.map((count, other) =>
        other === at ? count + 1 : other === at + 1 ? count - 1 : count,
      );
      expect(scoreOf(better, weights) ?? 0).toBeGreaterThan(score);
    }),
  );
});
