import type { Unread } from '../../frames/evidence.ts';
import { isSettingsFile } from './listed.ts';
import type { ListedTree } from './listing.ts';
import { namedModule } from './schema.ts';

/**
 * What a tree has and the account may not read, such as the folder of a licensed tool that only a group may open:
 * its name is visible, so it is listed, as restricted. Whether it is a folder of names or of versions is not told.
 */
export function addUnreadable(listed: ListedTree, unread: Unread[]): void {
  const known = new Map(listed.modules.map((module) => [module.fullName, module]));
  for (const { path, reason } of unread) {
    const fullName = path.replace(/\.lua$/, '');
    if (reason !== 'permission' || !isModulePath(fullName)) continue;
    const module = known.get(fullName) ?? namedModule(fullName);
    module.restricted ||= 'unreadable';
    if (known.has(fullName)) continue;
    if (!path.endsWith('.lua') && !/\/v?\d[^/]*$/.test(fullName)) {
      module.name = fullName;
      module.version = '';
    }
    module.file = path;
    module.hidden = /(^|\/)\./.test(fullName);
    known.set(fullName, module);
    listed.modules.push(module);
  }
}

function isModulePath(path: string): boolean {
  return (
    path !== '' &&
    !path.startsWith('/') &&
    !path.endsWith('/') &&
    !isSettingsFile(path) &&
    !/(?:^|\/)\.\.?(?:\/|$)/.test(path)
  );
}
