import { nameModule } from '../../names/index.ts';
import type { Facts, OfferingDraft } from '../facet.ts';
import { loadArguments } from './load-line.ts';
import { Tree } from './schema.ts';

/**
 * One offering per module. A hidden module stays in the document, flagged, and is not offered: its
 * site does not want it found.
 */
export function offerings(facts: Facts): OfferingDraft[] {
  const tree = Tree.safeParse(facts);
  if (!tree.success) return [];
  return tree.data.modules.flatMap((module): OfferingDraft[] => {
    const name = module.hidden ? null : nameModule(module.fullName);
    if (!name) return [];
    const { tool, label, version, variant, build } = name;
    const locator = loadArguments(module, tree.data.use);
    return [{ tool, label, version, variant, build, provider: 'module', digest: '', locator }];
  });
}
