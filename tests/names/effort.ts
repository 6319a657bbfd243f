import { expect } from 'vitest';

/**
 * Holds a function to effort in proportion to its input: eight times the size may cost at most 24
 * times the processor time, where a quadratic step would cost 64 times. Processor time, because other
 * programs on the machine stretch the wall clock; a ratio, because machines differ; the least of
 * three runs, because collections of garbage only ever add.
 */
export function expectLinear(run: (size: number) => void, size: number, what: string): void {
  const ratio = () =>
    leastCost(() => run(size * 8)) /
    Math.max(
      leastCost(() => run(size)),
      tick,
    );
  // A busy machine spoils a measurement now and then; what is not linear is so every time.
  let least = ratio();
  for (let tries = 1; least >= limit && tries < 6; tries += 1) least = Math.min(least, ratio());
  expect(least, what).toBeLessThan(limit);
}

/** Below this a measurement is mostly noise. */
const tick = 2_000;

/** Eight times the size costs about eight times as much; what is quadratic costs 64 times. */
const limit = 24;

function leastCost(run: () => void): number {
  const costs = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.min(...costs);
}
