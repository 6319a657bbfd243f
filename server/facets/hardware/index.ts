import type { Facet } from '../facet.ts';
import { kinds } from './kinds.ts';
import { natives } from './natives.ts';
import { readHardware } from './read.ts';

export const hardware: Facet = {
  name: 'hardware',
  sentence: 'The architecture, processors, memory and NUMA nodes of a node.',
  scope: 'node',
  kinds,
  read: readHardware,
  natives,
  offerings: () => [],
  locate: () => ({ place: '', load: '' }),
};
