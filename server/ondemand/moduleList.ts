import type { ResolvedScope } from '../compare/scope.ts';
import { GazetteerError } from '../errors.ts';
import { Tree } from '../facets/modules/schema.ts';
import { facetNames } from '../facets/names.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { entryOf, fileOf } from './entry.ts';

export interface ModuleList {
  /** The list, a name a line. */
  text: AsyncIterable<string>;
  modules: number;
  /** Trees that were left out, since no login shell has them in its MODULEPATH. */
  outside: string[];
}

/**
 * The modules of a cluster as Open OnDemand reads them for its module browser: what `spider -o spider-json` of Lmod prints of
 * MODULEPATH. A modulefile that nodes see as several things is there once, and not hidden where one of them shows it.
 */
export async function moduleList(
  db: Queryable,
  { clusterIds, text: place }: ResolvedScope,
): Promise<ModuleList> {
  const [clusterId = 0] = clusterIds;
  const trees = await db.query<{ path: string; id: number }>(sql('module-trees'), [
    clusterId,
    facetNames.indexOf('modules'),
  ]);
  if (trees.rows.length === 0)
    throw new GazetteerError(
      'not-found',
      `no module of ${place} was ever read`,
      `Look what its nodes say with: gazetteer nodes ${place}`,
    );
  const names = new Map<string, Map<string, string>>();
  const outside = new Set<string>();
  // One tree at a time: facts are larger than what the list keeps of them.
  for (const { path, id } of trees.rows) {
    const found = await db.query<{ facts: unknown }>('select facts from document where id = $1', [id]);
    const tree = Tree.safeParse(found.rows[0]?.facts);
    if (!tree.success) continue;
    if (tree.data.use === '') addTree(names, path, tree.data);
    else outside.add(path);
  }
  const modules = [...names.values()].reduce((sum, files) => sum + files.size, 0);
  return { text: written(names), modules, outside: [...outside] };
}

function addTree(names: Map<string, Map<string, string>>, path: string, { modules }: Tree): void {
  for (const module of modules) {
    const files = names.get(module.name) ?? new Map<string, string>();
    names.set(module.name, files);
    const file = fileOf(path, module);
    if (!files.has(file) || !module.hidden) files.set(file, JSON.stringify(entryOf(path, module)));
  }
}

async function* written(names: Map<string, Map<string, string>>): AsyncGenerator<string> {
  let before = '{\n';
  for (const [name, files] of [...names].sort(byKey)) {
    const entries = [...files].sort(byKey).map(([file, entry]) => `${JSON.stringify(file)}:${entry}`);
    yield `${before}${JSON.stringify(name)}:{${entries.join(',')}}`;
    before = ',\n';
  }
  yield names.size === 0 ? '{}\n' : '\n}\n';
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : Number(a > b));
