import type { Facet } from '../facet.ts';
import { kinds } from './kinds.ts';
import { natives } from './natives.ts';
import { readOs } from './read.ts';

export const os: Facet = {
  name: 'os',
  sentence: 'The distribution of a node, its C library, and what it allows to ordinary users.',
  scope: 'node',
  kinds,
  read: readOs,
  natives,
  offerings: () => [],
  locate: () => ({ place: '', load: '' }),
};
