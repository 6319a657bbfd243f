import type { Facet } from '../facet.ts';
import { nodeReading } from '../reading.ts';

export const conda: Facet = {
  name: 'conda',
  sentence: '',
  scope: 'root',
  kinds: [],
  read: (evidence) => nodeReading(evidence, null),
  natives: [],
  offerings: () => [],
  locate: ({ rootPath, itemPath }) => ({ place: `${rootPath}/${itemPath}`, load: '' }),
};
