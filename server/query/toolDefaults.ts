import { extensionOf } from '../facets/modules/extension.ts';
import { loadedModule } from '../facets/modules/index.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { providerOf } from '../store/providers.ts';

/** Of a module: made the default by the site, or taken by the tool as the highest version. */
export type Default = '' | 'highest' | 'marked';

interface ShownModule {
  item: number;
  provider: number;
  locator: string;
}

/** Which entries are what `module load` takes when no version is said, each in its own tree. */
export async function defaultsAmong(
  db: Queryable,
  rows: ShownModule[],
): Promise<(row: ShownModule) => Default> {
  const asked = rows.filter(isModule);
  const found = await db.query<{ item: number; name: string; default: string }>(sql('tool-defaults'), [
    asked.map(({ item }) => item),
    asked.map(({ locator }) => loadedModule(locator)),
  ]);
  const known = new Map(found.rows.map((row) => [`${row.item} ${row.name}`, row.default]));
  return (row) => {
    const said = isModule(row) ? known.get(`${row.item} ${loadedModule(row.locator)}`) : undefined;
    return said === 'marked' || said === 'highest' ? said : '';
  };
}

/** An extension is not what is loaded by its name. */
const isModule = ({ item, provider, locator }: ShownModule) =>
  item > 0 && providerOf(provider) === 'module' && !extensionOf(locator);
