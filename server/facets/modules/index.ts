import type { Facet } from '../facet.ts';
import { extensionOf } from './extension.ts';
import { kinds } from './kinds.ts';
import { loadLine } from './load-line.ts';
import { natives } from './natives.ts';
import { offerings } from './offerings.ts';
import { readModules } from './read.ts';

export const modules: Facet = {
  name: 'modules',
  sentence: 'What Lmod or Environment Modules offer, tree by tree, with what must be loaded first.',
  scope: 'root',
  kinds,
  read: readModules,
  natives,
  offerings,
  locate: ({ rootPath, locator }) => {
    const extension = extensionOf(locator);
    return extension
      ? { place: `${rootPath}, extension of ${extension.module}`, load: loadLine(rootPath, extension.args) }
      : { place: rootPath, load: loadLine(rootPath, locator) };
  },
};
