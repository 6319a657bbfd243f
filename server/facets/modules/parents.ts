/** More alternatives than this say nothing more, and their number can grow with every level. */
const MAX_CHAINS = 1000;

/**
 * What must be loaded before the modules of each tree show: every chain of modules, outermost first,
 * that leads from MODULEPATH to the tree (l_build_parentT in Lmod's Spider.lua). `bringers` says of a
 * tree which modules, in which trees, bring it into MODULEPATH.
 */
export function chainsByTree(
  bringers: Map<string, [module: string, tree: string][]>,
): Map<string, string[][]> {
  const chains = new Map<string, string[][]>();
  for (const tree of bringers.keys()) chains.set(tree, leading(tree, []));
  return chains;

  function leading(tree: string, inner: string[]): string[][] {
    const found: string[][] = [];
    for (const [module, from] of bringers.get(tree) ?? []) {
      if (inner.includes(module) || found.length >= MAX_CHAINS) continue;
      const chain = [module, ...inner];
      if (!bringers.has(from)) found.push(chain);
      else found.push(...leading(from, chain));
    }
    return found.slice(0, MAX_CHAINS);
  }
}
