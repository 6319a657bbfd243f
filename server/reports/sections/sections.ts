import { asked } from './asked.ts';
import { changes } from './changes.ts';
import { conda } from './conda.ts';
import { coverage } from './coverage.ts';
import { drift } from './drift.ts';
import { freshness } from './freshness.ts';
import { images } from './images.ts';
import { reproducibility } from './reproducibility.ts';
import { runtimes } from './runtimes.ts';
import type { MakeSection } from './source.ts';
import { tiers } from './tiers.ts';

/** Every section of a report, in its order, with what is told while it is made. */
export const sections: [doing: string, make: MakeSection][] = [
  ['changes', changes],
  ['coverage', coverage],
  ['drift', drift],
  ['reproducibility', reproducibility],
  ['tiers', tiers],
  ['runtimes and drivers', runtimes],
  ['images', images],
  ['conda environments', conda],
  ['what was asked for', asked],
  ['ages', freshness],
];
