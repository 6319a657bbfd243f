import { expect } from 'vitest';

/**
 * Holds a function to effort in proportion to its input: eight times the size may cost at most 24
 * times the processor time, where a quadratic step would cost 64 times. Processor time, because other
 * programs on the machine stretch the wall clock; a ratio, because machines differ; the least of
 * three runs, because collections of garbage only ever add.
 */
export function expectLinear(run: (size: number) => void, size: number, what: string): void {
  const small = Math.max(
    leastCost(() => run(size)),
    tick,
  );
  expect(leastCost(() => run(size * 8)) / small, what).toBeLessThan(24);
}

/** Below this a measurement is mostly noise. */
const tick = 2_000;

function leastCost(run: () => void): number {
  const costs = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.min(...costs);
}
