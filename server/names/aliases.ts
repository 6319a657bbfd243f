import { type AliasGroup, aliasGroups, aliasLabels } from './alias-table.ts';
import type { AliasScope } from './rule.ts';

export interface Alias {
  tool: string;
  /** '' when the name as written will do. */
  label: string;
  sentence: string;
}

/** One line of an administrator's table; without scopes it holds for every ecosystem. */
export interface OwnAlias {
  from: string;
  to: string;
  label?: string;
  scopes?: readonly AliasScope[];
}

const allScopes: readonly AliasScope[] = ['module', 'spack', 'conda', 'pip', 'image', 'system'];

/**
 * Aliases by scope and lower-case name. An alias is followed once, never in chains, so that a table
 * cannot loop and what merges can be read off one line.
 */
export class AliasTable {
  readonly #byKey: ReadonlyMap<string, Alias>;

  constructor(byKey: ReadonlyMap<string, Alias>) {
    this.#byKey = byKey;
  }

  /** The alias of the first key that has one, in the order of keys and then scopes. */
  find(scopes: readonly AliasScope[], keys: readonly string[]): Alias | null {
    for (const key of keys) {
      for (const scope of scopes) {
        const alias = this.#byKey.get(keyOf(scope, key));
        if (alias !== undefined) return alias;
      }
    }
    return null;
  }

  /** A table that also holds an administrator's lines; these win over the shipped ones. */
  extend(own: Iterable<OwnAlias>): AliasTable {
    const byKey = new Map(this.#byKey);
    for (const { from, to, label, scopes } of own) {
      const tool = to.toLowerCase();
      const alias = {
        tool,
        label: label ?? aliasLabels[tool] ?? to,
        sentence: "A line of this installation's own table.",
      };
      for (const scope of scopes ?? allScopes) byKey.set(keyOf(scope, from), alias);
    }
    return new AliasTable(byKey);
  }
}

export const shippedAliases = new AliasTable(tableOf(aliasGroups));

function tableOf(groups: readonly AliasGroup[]): Map<string, Alias> {
  const byKey = new Map<string, Alias>();
  for (const { scopes, sentence, names } of groups) {
    for (const [from, tool] of Object.entries(names)) {
      for (const scope of scopes)
        byKey.set(keyOf(scope, from), { tool, label: aliasLabels[tool] ?? '', sentence });
    }
  }
  return byKey;
}

function keyOf(scope: AliasScope, name: string): string {
  return `${scope} ${name.toLowerCase()}`;
}
