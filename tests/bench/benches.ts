import type { Bench } from './bench.ts';

/** Every bench there is: one file beside this each. */
export const benches: Bench[] = [];
