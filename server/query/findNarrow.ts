import { facetNames } from '../facets/names.ts';
import { expand } from '../inventory/nodeSet.ts';
import { nameConda } from '../names/index.ts';
import type { Tier } from '../routes/schemas/common.ts';
import type { FindChoices } from '../routes/schemas/find.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { providerOf } from '../store/providers.ts';
import { type FindEntry, tierOfFound, type VersionEntries } from './findEntries.ts';
import type { Tool } from './resolveTool.ts';

/** What narrows an answer beyond place and provider; '' does not. */
export interface Narrow {
  tier: Tier | '';
  build: string;
  /** Of nodes that have it: of one such node all of these have to be true. */
  architecture: string;
  gpu: string;
  partition: string;
  /** Of the conda package at the place that is shown. */
  channel: string;
}

type Keeps = (db: Queryable, tool: Tool, entries: FindEntry[], narrow: Narrow) => Promise<FindEntry[]>;

const RULES: [asked: (narrow: Narrow) => boolean, keeps: Keeps][] = [
  [
    ({ build }) => build !== '',
    async (_db, _tool, entries, { build }) => entries.filter((one) => one.build === build),
  ],
  [
    ({ tier }) => tier !== '',
    async (_db, _tool, entries, { tier }) => entries.filter((one) => tierOfFound(one) === tier),
  ],
  [({ channel }) => channel !== '', fromChannel],
  [({ architecture, gpu, partition }) => architecture + gpu + partition !== '', onNodes],
];

/** The entries that are as asked for, and versions that have some. */
export async function narrowed(
  db: Queryable,
  tool: Tool,
  versions: VersionEntries[],
  narrow: Narrow,
): Promise<VersionEntries[]> {
  const rules = RULES.filter(([asked]) => asked(narrow));
  if (rules.length === 0) return versions;
  let kept = versions.flatMap(({ entries }) => entries);
  for (const [, keeps] of rules) kept = await keeps(db, tool, kept, narrow);
  const all = new Set(kept);
  return versions
    .map((one) => ({ ...one, entries: one.entries.filter((entry) => all.has(entry)) }))
    .filter(({ entries }) => entries.length > 0);
}

async function fromChannel(
  db: Queryable,
  tool: Tool,
  entries: FindEntry[],
  { channel }: Narrow,
): Promise<FindEntry[]> {
  const conda = entries.filter(({ provider, item }) => providerOf(provider) === 'conda' && item > 0);
  const found = await db.query<{ item: number; name: string; version: string; build: string }>(
    sql('find-channels'),
    [conda.map(({ item }) => item), channel, [...new Set(conda.map(({ build }) => build))]],
  );
  const keyOf = (item: number, version: string, build: string) => `${item} ${version} ${build}`;
  const kept = new Set<string>();
  for (const { item, ...record } of found.rows) {
    const named = nameConda(record);
    if (named?.tool === tool.name) kept.add(keyOf(item, named.version, named.build));
  }
  return conda.filter(({ item, version, build }) => kept.has(keyOf(item, version, build)));
}

const FACETS = (['hardware', 'gpus', 'scheduler'] as const).map((name) => facetNames.indexOf(name));

async function onNodes(
  db: Queryable,
  tool: Tool,
  entries: FindEntry[],
  { architecture, gpu, partition }: Narrow,
): Promise<FindEntry[]> {
  const clusters = [...new Set(entries.map((one) => one.cluster_id))];
  const [nodes, said] = await Promise.all([
    db.query<{ cluster: number; name: string }>(sql('find-nodes'), [
      clusters,
      architecture,
      gpu,
      partition,
      ...FACETS,
    ]),
    db.query<{ number: number; node_set: string }>(sql('find-page'), [
      tool.id,
      entries.map((one) => one.cluster_id),
      entries.map((one) => one.provider),
      entries.map((one) => one.offering),
    ]),
  ]);
  const wanted = new Map<number, Set<string>>();
  for (const { cluster, name } of nodes.rows) {
    wanted.set(cluster, (wanted.get(cluster) ?? new Set()).add(name));
  }
  const sets = new Map(said.rows.map(({ number, node_set }) => [number, node_set]));
  return entries.filter((entry, at) => holdsOne(sets.get(at) ?? '', wanted.get(entry.cluster_id)));
}

/** A name that cannot be written as a node set stands in it as it is. */
function holdsOne(nodeSet: string, wanted: Set<string> | undefined): boolean {
  if (!wanted) return false;
  const names = expand(nodeSet);
  return names.ok
    ? names.names.some((name) => wanted.has(name))
    : [...wanted].some((name) => nodeSet.includes(name));
}

/** What there is to narrow by. */
export async function findChoices(db: Queryable): Promise<FindChoices> {
  const found = await db.query<{ what: string; value: string | null }>(sql('find-choices'), FACETS);
  const of = (what: string) =>
    found.rows
      .flatMap((row) => (row.what === what && row.value ? [row.value] : []))
      .toSorted((a, b) => a.localeCompare(b, 'en'));
  return { architectures: of('architecture'), gpus: of('gpu'), partitions: of('partition') };
}
