import fc from 'fast-check';
import { expect, test } from 'vitest';
import { roughly } from '../../server/collect/roughly.ts';

test.each([
  [0, 'nothing'],
  [1, 'up to 10 bytes'],
  [10, 'up to 10 bytes'],
  [11, 'up to 100 bytes'],
  [4096, 'up to 10000 bytes'],
])('%i bytes are %s', (bytes, text) => expect(roughly(bytes)).toBe(text));

test('any number of failing visits makes a handful of reasons', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.nat(2 ** 30), (bytes) => void seen.add(roughly(bytes))),
    { numRuns: 2000 },
  );
  expect(seen.size).toBeLessThanOrEqual(11);
});
