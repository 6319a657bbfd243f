import { currentNames } from '../names/current.ts';
import { sortKey } from '../names/version.ts';
import { prepared } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { numbersIn } from '../store/numbersIn.ts';
import { providerNumber, providerOf, type TierName, tierOf } from '../store/providers.ts';
import type { Tool } from './resolveTool.ts';

/** One offering of one cluster, by which a page is chosen; what else the rollup says of it is read for the page alone. */
export interface FindEntry {
  version: string;
  sort_key: string;
  offering: number;
  /** Its example place: a root item, or, negative, an observation. */
  item: number;
  variant: string;
  build: string;
  provider: number;
  site: string;
  cluster_id: number;
  cluster: string;
  /** A sandbox whose bytes somebody can change. */
  writable: boolean;
}

export const tierOfFound = ({ provider, writable }: Pick<FindEntry, 'provider' | 'writable'>): TierName =>
  tierOf(providerOf(provider), writable);

/** The entries of one version. */
export interface VersionEntries {
  version: string;
  sort_key: string;
  entries: FindEntry[];
}

export interface Narrowed {
  site: string;
  cluster: string;
  /** null: any. */
  provider: number | null;
}

interface Offering {
  id: number;
  version: string;
  sort_key: string;
  variant: string;
  build: string;
}

interface Held {
  site: string;
  cluster_id: number;
  cluster: string;
  provider: number;
  offerings: string;
  items: string;
  writable: string;
}

/** Where a tool is, by version, newest first. Tools that are everywhere have thousands of entries, of which a page shows a hundred. */
export async function entriesOf(
  db: Queryable,
  tool: Tool,
  { site, cluster, provider }: Narrowed,
): Promise<VersionEntries[]> {
  const [held, offered] = await Promise.all([
    prepared<Held & Record<string, unknown>>(db, 'find-entries', [
      ...[tool.id, site, cluster, provider],
      providerNumber('apptainer'),
    ]),
    prepared<Offering & Record<string, unknown>>(db, 'find-offerings', [tool.id]),
  ]);
  const known = new Map(offered.rows.map((row) => [row.id, row]));
  const versions = new Map<string, VersionEntries>();
  const keyOfVersion = keysOf(tool.name);
  for (const { offerings, items, writable, ...place } of held.rows) {
    const itemOf = numbersIn(items);
    const open = new Set(numbersIn(writable));
    for (const [at, id] of numbersIn(offerings).entries()) {
      const offering = known.get(id);
      if (!offering) continue;
      const { version, variant, build } = offering;
      let own = versions.get(version);
      if (!own) {
        own = { version, sort_key: keyOfVersion(offering), entries: [] };
        versions.set(version, own);
      }
      own.entries.push({
        version,
        sort_key: own.sort_key,
        offering: id,
        variant,
        build,
        item: itemOf[at] ?? 0,
        writable: open.has(at + 1),
        ...place,
      });
    }
  }
  return [...versions.values()].sort((a, b) => text(b.sort_key, a.sort_key) || text(a.version, b.version));
}

/** Stored keys are those of the general order; a tool that declares another one is ordered by that. */
export function keysOf(tool: string): (one: { version: string; sort_key: string }) => string {
  const ordering = currentNames().orderings.get(tool);
  return ordering === undefined ? (one) => one.sort_key : (one) => sortKey(one.version, ordering);
}

export const text = (a: string, b: string) => (a < b ? -1 : Number(a > b));

const TIERS = ['1a', '1b', '2', '3', '4'];

/** Newest version first, then the provider that travels best, then place. */
export function keyOf(entry: FindEntry): (string | number)[] {
  const { sort_key, version, site, cluster, provider, variant, build, offering } = entry;
  const tier = TIERS.indexOf(tierOfFound(entry));
  return [sort_key, version, tier, site, cluster, provider, variant, build, offering];
}

export function compareKeys(a: (string | number)[], b: (string | number)[]): number {
  for (let at = 0; at < a.length; at += 1) {
    const [x, y] = [a[at] ?? '', b[at] ?? ''];
    const order = typeof x === 'number' && typeof y === 'number' ? x - y : text(String(x), String(y));
    if (order !== 0) return at === 0 ? -order : order;
  }
  return 0;
}

/** The entries in order. */
export function inOrder(entries: FindEntry[]): FindEntry[] {
  const keyed = entries.map((entry) => ({ entry, key: keyOf(entry) }));
  return keyed.sort((a, b) => compareKeys(a.key, b.key)).map(({ entry }) => entry);
}
