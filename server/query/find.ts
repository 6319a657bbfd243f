import { closestVersions } from '../names/closest.ts';
import { spellVersion } from '../names/spelling.ts';
import { cursorOf, keyOfCursor } from '../routes/cursor.ts';
import type { FindAnswer, FindRow } from '../routes/schemas/find.ts';
import { prepared } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { providerNumber, providerOf } from '../store/providers.ts';
import {
  compareKeys,
  entriesOf,
  type FindEntry,
  inOrder,
  keyOf,
  text,
  tierOfFound,
  type VersionEntries,
} from './findEntries.ts';
import { type Narrow, narrowed } from './findNarrow.ts';
import { findRows, placesOf, type RollupRow, toldRows } from './findRows.ts';
import { namesLike, resolveTool, type Tool } from './resolveTool.ts';
import type { PageAsked } from './sqlList.ts';
import { describedBy } from './toolDescriptions.ts';
import { pageOfWhole } from './wholeList.ts';

export interface FindFilter extends PageAsked {
  tool: string;
  version: string;
  site: string;
  cluster: string;
  provider: FindRow['provider'] | '';
  narrow?: Narrow;
}

/** Where a tool is, as what, and the line that loads it; what is nearest when it is nowhere. */
export async function find(db: Queryable, filter: FindFilter): Promise<FindAnswer> {
  const tool = await resolveTool(db, filter.tool);
  if (!tool) {
    return { ...EMPTY, version: filter.version, didYouMean: await meant(db, filter.tool) };
  }
  const everything = await entriesOf(db, tool, {
    site: filter.site,
    cluster: filter.cluster,
    provider: filter.provider === '' ? null : providerNumber(filter.provider),
  });
  const all = filter.narrow ? await narrowed(db, tool, everything, filter.narrow) : everything;
  const { match, versions } = chooseVersion(all, filter.version);
  const { entries, next } = filter.sort
    ? pageSorted(versions, filter)
    : pageAfter(versions, filter.after, filter.limit);
  return {
    tool: tool.name,
    label: tool.label,
    version: filter.version,
    match,
    items: await itemsOf(db, tool, entries),
    total: versions.reduce((sum, one) => sum + one.entries.length, 0),
    next,
    versions: all.map(versionOf),
    didYouMean: [],
  };
}

const MEANT = 5;

/** Names like it, after what is described so where it is no name but words. */
async function meant(db: Queryable, text: string): Promise<string[]> {
  const described = /\S\s+\S/.test(text) ? await describedBy(db, text, MEANT) : [];
  return [...new Set([...described, ...(await namesLike(db, text))])].slice(0, MEANT);
}

const EMPTY: FindAnswer = {
  tool: '',
  label: '',
  version: '',
  match: 'none',
  items: [],
  total: 0,
  next: null,
  versions: [],
  didYouMean: [],
};

const CLOSEST = 3;

/** The version asked for; else those that begin with it; else the nearest ones. */
function chooseVersion(
  all: VersionEntries[],
  version: string,
): { match: FindAnswer['match']; versions: VersionEntries[] } {
  const wanted = version.trim();
  if (all.length === 0) return { match: 'none', versions: [] };
  if (wanted === '') return { match: 'exact', versions: all };
  const exact = all.filter((one) => one.version === wanted || one.version === spellVersion(wanted));
  if (exact.length > 0) return { match: 'exact', versions: exact };
  const begins = all.filter((one) => one.version.startsWith(`${wanted}.`));
  if (begins.length > 0) return { match: 'exact', versions: begins };
  const have = all.map((one) => one.version).filter((one) => one !== '');
  const near = new Set(closestVersions(wanted, have, CLOSEST));
  return {
    match: near.size > 0 ? 'closest' : 'none',
    versions: all.filter((one) => near.has(one.version)),
  };
}

/** What each part of keyOf is. */
const KEY: Parameters<typeof keyOfCursor>[1] = [
  'text',
  'text',
  'integer',
  'text',
  'text',
  'integer',
  'text',
  'text',
  'integer',
];

/** Only the versions that the page reaches are put in order. */
function pageAfter(versions: VersionEntries[], after: string, limit: number) {
  const key = keyOfCursor(after, KEY);
  const entries: FindEntry[] = [];
  for (const version of versions) {
    const order = key ? compareKeys([version.sort_key, version.version], key.slice(0, 2)) : 1;
    if (order < 0) continue;
    const own = inOrder(version.entries);
    for (const entry of order > 0 || !key ? own : own.filter((one) => compareKeys(keyOf(one), key) > 0)) {
      const last = entries.at(-1);
      if (entries.length >= limit && last) return { entries, next: cursorOf(keyOf(last)) };
      entries.push(entry);
    }
  }
  return { entries, next: null };
}

/** By what entries can be sorted; versions by their own order, which their places in the list tell. */
const CELLS: Record<string, (entry: FindEntry, place: number) => unknown> = {
  version: (_, place) => -place,
  variant: (entry) => entry.variant,
  build: (entry) => entry.build,
  provider: (entry) => providerOf(entry.provider),
  tier: tierOfFound,
  site: (entry) => entry.site,
  cluster: (entry) => entry.cluster,
};
export const findOrders = Object.keys(CELLS);

function pageSorted(versions: VersionEntries[], asked: PageAsked) {
  const placeOf = new Map(versions.map(({ version }, at) => [version, at]));
  const entries = versions.flatMap((one) => inOrder(one.entries));
  const page = pageOfWhole(entries, asked, {
    cell: (entry, column) => CELLS[column]?.(entry, placeOf.get(entry.version) ?? 0),
    identity: ({ cluster_id, provider, offering }) => [cluster_id, provider, offering],
  });
  return { entries: page.items, next: page.next };
}

/** The entries of a page with all that is said of them. One that was rewritten meanwhile and is gone is left out. */
async function itemsOf(db: Queryable, tool: Tool, entries: FindEntry[]): Promise<FindRow[]> {
  if (entries.length === 0) return [];
  const [found, places] = await Promise.all([
    prepared<Said>(db, 'find-page', [
      tool.id,
      entries.map((one) => one.cluster_id),
      entries.map((one) => one.provider),
      entries.map((one) => one.offering),
    ]),
    placesOf(db, entries),
  ]);
  const said = new Map(found.rows.map(({ number, ...row }) => [number, row]));
  const rows = entries.flatMap((entry, at) => {
    const row = said.get(at);
    return row ? [{ tool: tool.name, label: tool.label, ...entry, ...row }] : [];
  });
  const moved = entries.some(({ item }, at) => said.get(at)?.item !== item);
  return moved ? findRows(db, rows) : toldRows(rows, places);
}

interface Said extends Omit<RollupRow, keyof Omit<FindEntry, 'item'> | 'tool' | 'label'> {
  [column: string]: unknown;
  number: number;
}

/** Providers in the order in which the entries stand. */
function versionOf({ version, entries }: VersionEntries): FindAnswer['versions'][number] {
  const first = new Map<number, FindEntry>();
  for (const entry of entries) {
    const known = first.get(entry.provider);
    if (!known || (text(entry.site, known.site) || text(entry.cluster, known.cluster)) < 0)
      first.set(entry.provider, entry);
  }
  const before = (a: FindEntry, b: FindEntry) =>
    text(tierOfFound(a), tierOfFound(b)) ||
    text(a.site, b.site) ||
    text(a.cluster, b.cluster) ||
    a.provider - b.provider;
  return {
    version,
    clusters: new Set(entries.map((entry) => entry.cluster_id)).size,
    places: placesAmong(entries),
    providers: [...first.values()].sort(before).map(({ provider }) => providerOf(provider)),
  };
}

/** Clusters that are named with a version. */
const MOST_NAMED = 6;

/** The first clusters of some entries, each with the best tier under which it has one. */
function placesAmong(entries: FindEntry[]): FindAnswer['versions'][number]['places'] {
  const best = new Map<number, FindEntry>();
  for (const entry of entries) {
    const known = best.get(entry.cluster_id);
    if (!known || tierOfFound(entry) < tierOfFound(known)) best.set(entry.cluster_id, entry);
  }
  return [...best.values()]
    .sort((a, b) => text(a.site, b.site) || text(a.cluster, b.cluster))
    .slice(0, MOST_NAMED)
    .map((entry) => ({ site: entry.site, cluster: entry.cluster, tier: tierOfFound(entry) }));
}
