import type { Facet } from '../facet.ts';
import { kinds } from './kinds.ts';
import { natives } from './natives.ts';
import { readFabric } from './read.ts';

export const fabric: Facet = {
  name: 'fabric',
  sentence:
    'The interconnect of a node and its driver, the MPI types of the scheduler, and shared file systems.',
  scope: 'node',
  kinds,
  read: readFabric,
  natives,
  offerings: () => [],
  locate: () => ({ place: '', load: '' }),
};
