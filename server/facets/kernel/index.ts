import type { Facet } from '../facet.ts';
import { kinds } from './kinds.ts';
import { natives } from './natives.ts';
import { readKernel } from './read.ts';

export const kernel: Facet = {
  name: 'kernel',
  sentence: 'The running kernel, installed kernels, processor flags and microcode of a node.',
  scope: 'node',
  kinds,
  read: readKernel,
  natives,
  offerings: () => [],
  locate: () => ({ place: '', load: '' }),
};
