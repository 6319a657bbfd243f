import type { Facet } from '../facet.ts';
import { extensionOf } from './extension.ts';
import { kinds } from './kinds.ts';
import { lastLoaded, loadLine } from './load-line.ts';
import { natives } from './natives.ts';
import { offerings } from './offerings.ts';
import { keysOf, readModules } from './read.ts';
import { restrictionIn } from './restricted.ts';

/** The kind of roots that nobody looked at: somebody published a list of what is there. */
export const PUBLISHED = 'published';

export const modules: Facet = {
  name: 'modules',
  sentence: 'What Lmod or Environment Modules offer, tree by tree, with what must be loaded first.',
  scope: 'root',
  kinds,
  keyOf: (parts) => keysOf(parts).key,
  read: readModules,
  natives,
  offerings,
  locate: ({ rootKind, rootPath, locator }) => {
    const extension = extensionOf(locator);
    const { restricted, args } = restrictionIn(extension?.args ?? locator);
    const inside = extension ? `${rootPath}, extension of ${extension.module}` : rootPath;
    const place = rootKind === PUBLISHED ? `${inside}, as a published list says` : inside;
    return { place, load: loadLine(rootPath, args), ...(restricted === '' ? {} : { restricted }) };
  },
};

/** The full name of the module that a locator of this facet loads last, '' when there is none. */
export function loadedModule(locator: string): string {
  const extension = extensionOf(locator);
  return extension?.module ?? lastLoaded(restrictionIn(locator).args);
}
