import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spanOf } from '../../web/history/span.ts';

const day = (at: number) => new Date(Date.UTC(2026, 0, 1) + at * 86_400_000).toISOString();
const axis = [Date.parse(day(0)), Date.parse(day(100))] as const;

test('a bar is where its time is, and what lies between two visits is told apart', () => {
  const held = { since: day(20), sinceAfter: day(10), until: day(60), untilAfter: day(50) };
  expect(spanOf(held, ...axis)).toEqual({ maybeFrom: 100, begin: 200, end: 500, maybeTo: 600 });
});

test('what stood at the first visit and holds goes from end to end', () => {
  const held = { since: day(0), sinceAfter: null, until: null, untilAfter: null };
  expect(spanOf(held, ...axis)).toEqual({ maybeFrom: 0, begin: 0, end: 1000, maybeTo: 1000 });
});

test('a bar can always be seen, and never leaves the axis', () => {
  const time = fc.integer({ min: -20, max: 130 });
  fc.assert(
    fc.property(time, time, time, time, (a, b, c, d) => {
      const [one = 0, two = 0, three = 0, four = 0] = [a, b, c, d].sort((x, y) => x - y);
      const held = { sinceAfter: day(one), since: day(two), untilAfter: day(three), until: day(four) };
      const { maybeFrom, begin, end, maybeTo } = spanOf(held, ...axis);
      expect(0 <= maybeFrom && maybeFrom <= begin && end <= maybeTo && maybeTo <= 1000).toBe(true);
      expect(end - begin).toBeGreaterThanOrEqual(6);
    }),
  );
});
