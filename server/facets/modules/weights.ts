import type { Module } from './schema.ts';

/**
 * Lmod orders versions by wV, a padded form of the version. The character after its last slash is
 * "^" or higher where a site, a user or the system marked the default (isMarked in Lmod's utils.lua).
 */
export function isMarked(weight: string): boolean {
  return weight.charAt(weight.lastIndexOf('/') + 1) >= '^';
}

/**
 * Says which module of each name is the default: the marked one, else the highest that shows. Only one
 * tree's modules are asked, so that a tree's document depends on that tree alone.
 */
export function markDefaults(modules: Module[], weights: Map<Module, string>): void {
  const best = new Map<string, { module: Module; weight: string }>();
  for (const module of modules) {
    const weight = weights.get(module) ?? '';
    if (weight === '' || module.version === '' || (module.hidden && !isMarked(weight))) continue;
    const known = best.get(module.name);
    const wins =
      known === undefined ||
      weight > known.weight ||
      (weight === known.weight && module.file < known.module.file);
    if (wins) best.set(module.name, { module, weight });
  }
  for (const { module, weight } of best.values()) module.default = isMarked(weight) ? 'marked' : 'highest';
}
