import type { Facet } from '../facet.ts';
import { kinds } from './kinds.ts';
import { natives } from './natives.ts';
import { readScheduler } from './read.ts';

export const scheduler: Facet = {
  name: 'scheduler',
  sentence:
    'The batch system of a cluster, read on the one node that is declared for it: partitions and nodes.',
  scope: 'node',
  kinds,
  read: readScheduler,
  natives,
  offerings: () => [],
  locate: () => ({ place: '', load: '' }),
};
