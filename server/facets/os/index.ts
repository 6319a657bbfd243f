import type { Facet } from '../facet.ts';
import { nodeReading } from '../reading.ts';

export const os: Facet = {
  name: 'os',
  sentence: '',
  scope: 'node',
  kinds: [],
  read: (evidence) => nodeReading(evidence, null),
  natives: [],
  offerings: () => [],
  locate: ({ rootPath, itemPath }) => ({ place: `${rootPath}/${itemPath}`, load: '' }),
};
