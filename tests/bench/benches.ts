import { answersBench } from './answers.ts';
import type { Bench } from './bench.ts';
import { compareBench } from './compare.ts';
import { condaBench } from './conda.ts';
import { exportBench } from './exports.ts';
import { fleet } from './fleet.ts';
import { imagesBench } from './images.ts';
import { modulesBench } from './modules.ts';
import { namesBench } from './names.ts';
import { pagesBench } from './pages.ts';
import { reportBench } from './report.ts';
import { sweep } from './sweep.ts';
import { walks } from './walks.ts';
import { workers } from './workers.ts';

/** Every bench there is: one file beside this each. */
export const benches: Bench[] = [
  imagesBench,
  modulesBench,
  condaBench,
  sweep,
  fleet,
  workers,
  walks,
  namesBench,
  compareBench,
  exportBench,
  answersBench,
  pagesBench,
  reportBench,
];
