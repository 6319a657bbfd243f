import { facetNames } from '../facets/names.ts';
import type { CheckUse } from '../routes/schemas/check.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import type { ModuleUse, Requirement } from './requirement.ts';

/** So many folders are looked up; a script names a few. */
const MOST = 1000;

/** Folders of modules that an input adds by itself: which clusters have read each of them. */
export class AddedFolders {
  private readonly unread = new Map<readonly string[], Map<number, string[]>>();

  private constructor(private readonly clustersOf: ReadonlyMap<string, ReadonlySet<number>>) {}

  static async of(db: Queryable, uses: readonly ModuleUse[]): Promise<AddedFolders> {
    const told = [...new Set(uses.filter((one) => one.told).map((one) => one.directory))];
    const clustersOf = new Map<string, Set<number>>();
    if (told.length === 0) return new AddedFolders(clustersOf);
    const found = await db.query<{ path: string; cluster: number }>(sql('check-module-roots'), [
      told.slice(0, MOST),
      facetNames.indexOf('modules'),
    ]);
    for (const { path, cluster } of found.rows) {
      const own = clustersOf.get(path);
      if (own) own.add(cluster);
      else clustersOf.set(path, new Set([cluster]));
    }
    return new AddedFolders(clustersOf);
  }

  /** Of the folders that a module may come from, those that nobody read at a cluster: it may be there all the same. */
  unreadFor({ folders }: Requirement, cluster: number): string[] {
    if (folders === undefined) return [];
    const known = this.unread.get(folders) ?? new Map<number, string[]>();
    this.unread.set(folders, known);
    const own = known.get(cluster) ?? folders.filter((one) => !this.clustersOf.get(one)?.has(cluster));
    known.set(cluster, own);
    return own;
  }

  /** What it means for what follows, on one cluster. */
  told(uses: readonly ModuleUse[], cluster: number, name: string): CheckUse[] {
    return uses.map(({ line, column, directory, told }) => {
      const there = this.clustersOf.get(directory);
      const isRead = there?.has(cluster) ?? false;
      const others = (there?.size ?? 0) - Number(isRead);
      return {
        ...{ line, column, directory, isRead, others },
        message: isRead
          ? `${name} has this folder among the trees of modules that were read, so that what follows is looked for in it as well.`
          : `${told ? `Nobody read this folder as a tree of modules on ${name}` : 'Which folder that is is told only when it runs'}: what follows may be there all the same, so that what is not found is unknown, and what is found may not be what would be loaded.`,
      };
    });
  }
}
