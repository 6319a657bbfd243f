import type { Bench } from './bench.ts';
import { modulesBench } from './modules.ts';
import { namesBench } from './names.ts';
import { sweep } from './sweep.ts';

/** Every bench there is: one file beside this each. */
export const benches: Bench[] = [modulesBench, sweep, namesBench];
