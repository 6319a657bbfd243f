import { changes } from './changes.ts';
import { coverage } from './coverage.ts';
import type { MakeSection } from './source.ts';

/** Every section of a report, in its order; the summary has a line of each that has something to say. */
export const sections: [title: string, make: MakeSection][] = [
  ['changes', changes],
  ['coverage', coverage],
];
