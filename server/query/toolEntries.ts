import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { numbersIn } from '../store/numbersIn.ts';
import { providerNumber } from '../store/providers.ts';
import { keysOf, text } from './findEntries.ts';
import type { Tool } from './resolveTool.ts';
import type { GridRow } from './toolCells.ts';

interface Held {
  site: string;
  cluster_id: number;
  cluster: string;
  provider: number;
  offerings: string;
  nodes: string;
  items: string;
  /** null where none says anything. */
  marks: (string | null)[] | null;
  /** Of modules alone. */
  locators: string[] | null;
}

type Offering = Pick<GridRow, 'version_id' | 'version' | 'sort_key' | 'variant' | 'build' | 'digest'> & {
  id: number;
};

/** All entries that the rollup has of a tool, the newest version first. Tools that are everywhere have tens of thousands. */
export async function gridRows(db: Queryable, tool: Tool): Promise<GridRow[]> {
  const [held, offered] = await Promise.all([
    db.query<Held & Record<string, unknown>>(sql('tool-entries'), [tool.id, providerNumber('module')]),
    db.query<Offering & Record<string, unknown>>(sql('tool-offerings'), [tool.id]),
  ]);
  const known = new Map(offered.rows.map((row) => [row.id, row]));
  const keyOfVersion = keysOf(tool.name);
  const versions = new Map<number, { version: string; key: string; rows: GridRow[] }>();
  for (const { offerings, nodes, items, marks, locators, ...place } of held.rows) {
    const [nodesOf, itemOf] = [numbersIn(nodes), numbersIn(items)];
    for (const [at, id] of numbersIn(offerings).entries()) {
      const offering = known.get(id);
      if (!offering) continue;
      const { version_id, version, variant, build, digest } = offering;
      let own = versions.get(version_id);
      if (!own) {
        own = { version, key: keyOfVersion(offering), rows: [] };
        versions.set(version_id, own);
      }
      // Written out, since V8 takes sixty times as long for an object that begins with another one spread.
      own.rows.push({
        tool: tool.name,
        version,
        version_id,
        sort_key: own.key,
        offering: id,
        variant,
        build,
        digest,
        provider: place.provider,
        site: place.site,
        cluster_id: place.cluster_id,
        cluster: place.cluster,
        nodes: nodesOf[at] ?? 0,
        item: itemOf[at] ?? 0,
        locator: locators?.[at] ?? '',
        marks: marks?.[at] ?? '',
      });
    }
  }
  return [...versions.values()]
    .sort((a, b) => text(b.key, a.key) || text(b.version, a.version))
    .flatMap(({ rows }) => rows);
}
