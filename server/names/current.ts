import { type AliasTable, shippedAliases } from './aliases.ts';
import { type MulledTable, shippedMulled } from './mulled.ts';
import type { Ordering } from './orderings.ts';
import { declaredOrderings } from './tables/orderings.ts';

/** What names are read with: the shipped tables and what this installation adds to them. */
export interface Names {
  aliases: AliasTable;
  /** Made when the first mulled image is seen. */
  mulled: () => MulledTable;
  /** Tools that declare how their versions are ordered; all others are ordered as conda does. */
  orderings: ReadonlyMap<string, Ordering>;
  /** How an installation wants its tools written. */
  labels: ReadonlyMap<string, string>;
  /** Tells one set of own tables from another; '' for none. */
  identity: string;
}

export const shippedNames: Names = {
  aliases: shippedAliases,
  mulled: () => shippedMulled(),
  orderings: new Map(Object.entries(declaredOrderings)),
  labels: new Map(),
  identity: '',
};

/** One per process: every facet names what it offers, and an administrator's tables hold for all of them. */
let current = shippedNames;

export function currentNames(): Names {
  return current;
}

export function useNames(names: Names): void {
  current = names;
}
