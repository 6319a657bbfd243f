import { type AliasGroup, aliasGroups, aliasLabels } from './alias-table.ts';
import { type AliasScope, aliasScopes } from './rule.ts';

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
  because?: string;
}

const allScopes: readonly AliasScope[] = aliasScopes;

type ByScope = ReadonlyMap<AliasScope, ReadonlyMap<string, Alias>>;

/**
 * Aliases by scope and lower-case name. An alias is followed once, never in chains, so that a table
 * cannot loop and what merges can be read off one line.
 */
export class AliasTable {
  readonly #byScope: ByScope;

  constructor(byScope: ByScope) {
    this.#byScope = byScope;
  }

  /** The alias of the first key that has one, in the order of keys and then scopes. */
  find(scopes: readonly AliasScope[], keys: readonly string[]): Alias | null {
    for (const key of keys) {
      const name = key.toLowerCase();
      for (const scope of scopes) {
        const alias = this.#byScope.get(scope)?.get(name);
        if (alias !== undefined) return alias;
      }
    }
    return null;
  }

  /** A table that also holds an administrator's lines; these win over the shipped ones. */
  extend(own: Iterable<OwnAlias>): AliasTable {
    const byScope = new Map(allScopes.map((scope) => [scope, new Map(this.#byScope.get(scope))]));
    for (const { from, to, label, scopes, because } of own) {
      const tool = to.toLowerCase();
      const alias = {
        tool,
        label: label ?? aliasLabels[tool] ?? to,
        sentence: because === undefined ? ownSentence : `${ownSentence} ${because}`,
      };
      for (const scope of scopes ?? allScopes) byScope.get(scope)?.set(from.toLowerCase(), alias);
    }
    return new AliasTable(byScope);
  }
}

const ownSentence = "A line of this installation's own table.";

export const shippedAliases = new AliasTable(tableOf(aliasGroups));

function tableOf(groups: readonly AliasGroup[]): ByScope {
  const byScope = new Map(allScopes.map((scope) => [scope, new Map<string, Alias>()]));
  for (const { scopes, sentence, names } of groups) {
    for (const [from, tool] of Object.entries(names)) {
      for (const scope of scopes)
        byScope.get(scope)?.set(from, { tool, label: aliasLabels[tool] ?? '', sentence });
    }
  }
  return byScope;
}
