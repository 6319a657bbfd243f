import type { Bench } from './bench.ts';
import { sweep } from './sweep.ts';

/** Every bench there is: one file beside this each. */
export const benches: Bench[] = [sweep];
