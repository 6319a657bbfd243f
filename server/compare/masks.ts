import { currentNames } from '../names/current.ts';
import { sortKey } from '../names/version.ts';
import { sql } from '../sql.ts';
import type { Database, Queryable } from '../store/database.ts';
import { providerOf } from '../store/providers.ts';
import { categoryNumber, categoryOf } from './category.ts';
import { classesOf, type Marked } from './classes.ts';
import { isDigest } from './label.ts';
import { COMPARE_LOCK } from './lock.ts';

/** Tools of one transaction: a sweep that ends meanwhile waits for it to note its own. */
const BATCH = 100;

interface Row {
  tool: number;
  name: string;
  offering: number;
  mark: string;
  marks: string;
  version_id: number;
  version: string;
  sort_key: string;
  variant: string;
  build: string;
  provider: number;
  digest: string;
  clusters: number[];
}

/** Which site each cluster in service is of. */
type SiteOf = Map<number, number>;

/**
 * Brings the masks of the tools up to date whose rollup was rewritten; gives how many tools that were. The result depends on
 * the rollup only, so masks that are made anew are the same.
 */
export async function refreshMasks(db: Database): Promise<number> {
  let done = 0;
  for (;;) {
    const tools = await db.transaction(async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1)', [COMPARE_LOCK]);
      return refreshBatch(tx);
    });
    if (tools === 0) return done;
    done += tools;
  }
}

/** Makes all masks anew. */
export async function rebuildMasks(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [COMPARE_LOCK]);
    await tx.query('truncate offering_site');
    await tx.query(
      'insert into stale_tool (cluster_id, tool_id) select distinct cluster_id, tool_id from cluster_tool on conflict do nothing',
    );
  });
  await refreshMasks(db);
}

async function refreshBatch(tx: Queryable): Promise<number> {
  const stale = await tx.query<{ tool: number }>(
    `delete from stale_tool where tool_id in (select distinct tool_id from stale_tool order by tool_id limit $1)
     returning tool_id as tool`,
    [BATCH],
  );
  const tools = [...new Set(stale.rows.map(({ tool }) => tool))];
  if (tools.length === 0) return 0;
  const sites = await tx.query<{ id: number; site: number }>('select id, site_id as site from cluster');
  const siteOf: SiteOf = new Map(sites.rows.map(({ id, site }) => [id, site]));
  const found = await tx.query<Row>(sql('compare-entries'), [tools]);
  const byTool = new Map<number, Row[]>();
  for (const row of found.rows) {
    const rows = byTool.get(row.tool);
    if (rows) rows.push(row);
    else byTool.set(row.tool, [row]);
  }
  await tx.query('delete from offering_site where tool_id = any($1)', [
    tools.filter((tool) => !byTool.has(tool)),
  ]);
  await store(
    tx,
    [...byTool].map(([tool, rows]) => stored(tool, rows, siteOf)),
  );
  await tx.query('update compare_state set dirty = true where not dirty');
  return tools.length;
}

function stored(tool: number, rows: Row[], siteOf: SiteOf) {
  const entries: Marked[] = rows.map((row) => ({
    ...row,
    id: row.offering,
    provider: providerOf(row.provider),
    marks: row.marks.split(' '),
  }));
  const sites = rows.map(({ clusters }) => [...new Set(clusters.map((id) => siteOf.get(id) ?? 0))]);
  return {
    tool,
    category: categoryNumber(categoryOf(rows[0]?.name ?? '', entries)),
    offerings: rows.map(({ offering }) => offering),
    marks: rows.map(({ mark }) => mark),
    classes: bytesOf(classesOf(entries)),
    sites: masksOf(sites),
    clusters: masksOf(rows.map(({ clusters }) => clusters)),
    siteIds: [...new Set(sites.flat())].sort((a, b) => a - b),
    ...versionsOf(rows, sites),
    otherBytes: otherBytesOf(entries, sites),
  };
}

/** Little endian whatever the machine, since another one may read it. */
function bytesOf(numbers: Uint32Array): Buffer {
  const bytes = Buffer.alloc(numbers.length * 4);
  for (const [at, number] of numbers.entries()) bytes.writeUInt32LE(number, at * 4);
  return bytes;
}

/** Equally many bytes for each list of ids: bit 0 of the first byte stands for id 0. */
function masksOf(lists: number[][]): Buffer {
  const width = (Math.max(0, ...lists.map((ids) => Math.max(0, ...ids))) >> 3) + 1;
  const bytes = Buffer.alloc(lists.length * width);
  for (const [at, ids] of lists.entries()) {
    for (const id of ids) {
      const byte = at * width + (id >> 3);
      bytes[byte] = (bytes[byte] ?? 0) | (1 << (id & 7));
    }
  }
  return bytes;
}

/** How far the versions of a tool lie apart. Offerings that do not say their version count for none. */
function versionsOf(rows: Row[], sites: number[][]) {
  const ordering = currentNames().orderings.get(rows[0]?.name ?? '');
  const known = new Map<number, { key: string; sites: Set<number> }>();
  for (const [at, row] of rows.entries()) {
    if (row.version === '') continue;
    const one = known.get(row.version_id) ?? {
      key: ordering === undefined ? row.sort_key : sortKey(row.version, ordering),
      sites: new Set<number>(),
    };
    known.set(row.version_id, one);
    for (const site of sites[at] ?? []) one.sites.add(site);
  }
  const ordered = [...known].sort(([, a], [, b]) => (a.key < b.key ? -1 : Number(a.key > b.key)));
  // Of versions that equally many sites have, the newest.
  const common = ordered.reduce(
    (best, one) => (best && best[1].sites.size > one[1].sites.size ? best : one),
    ordered[0],
  );
  return {
    versions: ordered.length,
    oldest: ordered[0]?.[0] ?? 0,
    newest: ordered.at(-1)?.[0] ?? 0,
    common: common?.[0] ?? 0,
    commonSites: common?.[1].sites.size ?? 0,
  };
}

/** Labels with different digests of one kind at different sites. */
function otherBytesOf(entries: Marked[], sites: number[][]): number {
  const labels = new Map<string, { digests: Set<string>; sites: Set<number> }>();
  for (const [at, { version, variant, build, digest, mark }] of entries.entries()) {
    for (const bytes of [digest, mark].filter(isDigest)) {
      const kind = bytes.slice(0, bytes.indexOf(':'));
      const key = JSON.stringify([version, variant, build, kind]);
      const one = labels.get(key) ?? { digests: new Set(), sites: new Set() };
      labels.set(key, one);
      one.digests.add(bytes);
      for (const site of sites[at] ?? []) one.sites.add(site);
    }
  }
  const others = [...labels].filter(([, one]) => one.digests.size > 1 && one.sites.size > 1);
  return new Set(others.map(([key]) => key.slice(0, key.lastIndexOf(',')))).size;
}

async function store(tx: Queryable, rows: ReturnType<typeof stored>[]): Promise<void> {
  const list = (numbers: number[]) => `{${numbers.join(',')}}`;
  await tx.query(
    `insert into offering_site (tool_id, category, offerings, marks, classes, sites, clusters, site_ids, versions, oldest,
       newest, common, common_sites, other_bytes)
     select tool_id, category, offerings::int[], case when marks = '' then array[''] else string_to_array(marks, ',') end, classes, sites, clusters, site_ids::int[],
       versions, oldest, newest, common, common_sites, other_bytes
     from unnest($1::int[], $2::int[], $3::text[], $4::text[], $5::bytea[], $6::bytea[], $7::bytea[], $8::text[], $9::int[],
       $10::int[], $11::int[], $12::int[], $13::int[], $14::int[]) as new (tool_id, category, offerings, marks, classes, sites, clusters,
       site_ids, versions, oldest, newest, common, common_sites, other_bytes)
     on conflict (tool_id) do update set category = excluded.category, offerings = excluded.offerings, marks = excluded.marks,
       classes = excluded.classes, sites = excluded.sites, clusters = excluded.clusters, site_ids = excluded.site_ids,
       versions = excluded.versions, oldest = excluded.oldest, newest = excluded.newest, common = excluded.common,
       common_sites = excluded.common_sites, other_bytes = excluded.other_bytes
     where offering_site is distinct from excluded`,
    [
      rows.map((row) => row.tool),
      rows.map((row) => row.category),
      rows.map((row) => list(row.offerings)),
      rows.map((row) => row.marks.join(',')),
      rows.map((row) => row.classes),
      rows.map((row) => row.sites),
      rows.map((row) => row.clusters),
      rows.map((row) => list(row.siteIds)),
      rows.map((row) => row.versions),
      rows.map((row) => row.oldest),
      rows.map((row) => row.newest),
      rows.map((row) => row.common),
      rows.map((row) => row.commonSites),
      rows.map((row) => row.otherBytes),
    ],
  );
}
