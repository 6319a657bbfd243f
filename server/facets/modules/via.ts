import type { Listing } from './listing.ts';
import type { Module } from './schema.ts';

/** More levels than any hierarchy has; a circle ends here at the latest. */
const DEEPEST = 10;

/**
 * Environment Modules 5.6 tell of a tree only the last module that brings it in (`via`); what that one needs stands
 * with itself, in its own tree. So each chain is completed at its front; later versions tell it whole.
 */
export function completeChains(listing: Listing): void {
  const needs = new Map<string, string[]>();
  const modules = [...listing.trees.values()].flatMap((tree) => tree.modules);
  // A module that needs nothing in one tree needs nothing, wherever else it lies.
  for (const { fullName, requires } of modules) {
    const chain = requires[0] ?? [];
    const known = needs.get(fullName);
    if (known === undefined || chain.length < known.length) needs.set(fullName, chain);
  }
  const whole = new Map<string, string[]>();
  for (const module of modules)
    module.requires = module.requires.map((chain) => completed(chain, needs, whole));
}

function completed(
  chain: Module['requires'][number],
  needs: Map<string, string[]>,
  whole: Map<string, string[]>,
): string[] {
  const [first = ''] = chain;
  let front = whole.get(first);
  if (!front) {
    front = [];
    let at = needs.get(first) ?? [];
    while (at.length > 0 && front.length < DEEPEST) {
      const [next = ''] = at;
      if (next === first || at.some((one) => front?.includes(one))) break;
      front = [...at, ...front];
      at = needs.get(next) ?? [];
    }
    whole.set(first, front);
  }
  return front.length === 0 ? chain : [...front.filter((one) => !chain.includes(one)), ...chain];
}
