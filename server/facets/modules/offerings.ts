import { nameExtension, nameModule, type ToolName } from '../../names/index.ts';
import type { Facts, OfferingDraft } from '../facet.ts';
import { extensionLocator } from './extension.ts';
import { loadArguments } from './load-line.ts';
import { restrictedLocator } from './restricted.ts';
import { type Module, Tree } from './schema.ts';

/**
 * One offering per module, and one per extension that it brings. A hidden module stays in the document,
 * flagged, and is not offered: its site does not want it found.
 */
export function offerings(facts: Facts): OfferingDraft[] {
  const tree = Tree.safeParse(facts);
  if (!tree.success) return [];
  return tree.data.modules.flatMap((module): OfferingDraft[] => {
    if (module.hidden) return [];
    const locator = restrictedLocator(module, loadArguments(module, tree.data.use));
    const own = nameModule(module.fullName);
    const extensions = extensionsOf(module, locator, own);
    if (!own) return extensions;
    const { tool, label, version, variant, build } = own;
    return [{ tool, label, version, variant, build, provider: 'module', digest: '', locator }, ...extensions];
  });
}

/**
 * Python and R packages inside a module. An extension is built with its module's toolchain, and its locator
 * says which module brings it. One that is the module itself over again says nothing new.
 */
function extensionsOf(module: Module, args: string, own: ToolName | null): OfferingDraft[] {
  if (args === '') return [];
  return module.provides.flatMap((provided): OfferingDraft[] => {
    const name = provided === module.fullName ? null : nameExtension(provided, own?.tool ?? '');
    if (!name) return [];
    const { tool, label, version } = name;
    const locator = extensionLocator(module.fullName, args);
    return [
      { tool, label, version, variant: '', build: own?.build ?? '', provider: 'module', digest: '', locator },
    ];
  });
}
