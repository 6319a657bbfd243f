import { sql } from '../sql.ts';
import type { Database, Queryable } from '../store/database.ts';
import { type Coverage, coverageOf, together } from './gaps.ts';
import { COMPARE_LOCK } from './lock.ts';
import { maskRows, numbersOf } from './maskRows.ts';
import { refreshMasks } from './masks.ts';
import { PairCounter, type Side } from './pairs.ts';

export interface Refreshed {
  /** Tools whose masks were brought up to date. */
  tools: number;
  /** Pairs that were counted; 0 where nothing had changed. */
  pairs: number;
}

export interface RefreshOptions {
  /** Readings that are older no longer say that something is missing. */
  staleDays: number;
  /** When it is; another time than now only where one is invented. */
  now?: Date;
}

/**
 * Brings masks, gaps and the counts of all pairs up to date with what sweeps stored. Where nothing changed nothing is
 * counted, and where a count is the same nothing is written. Nobody waits for it: it comes after sweeps, and never with a request.
 */
export async function refreshComparisons(db: Database, options: RefreshOptions): Promise<Refreshed> {
  await underLock(db, noteClusters);
  const tools = await refreshMasks(db);
  const pairs = await underLock(db, (tx) => refreshPairs(tx, options));
  return { tools, pairs };
}

/** Does nothing where no sweep ended since, no tool changed, and the gaps have not grown old. */
export async function refreshWhenDue(db: Database, options: RefreshOptions): Promise<void> {
  const due = await db.query(
    `select from compare_state where dirty or refreshed_at < now() - interval '1 hour'
       or exists (select from stale_tool)
       or exists (select from sweep where finished_at > refreshed_at)
       or cluster_ids <> array(select cluster.id from cluster
         join site on site.id = cluster.site_id and site.retired_at is null
         where cluster.retired_at is null order by cluster.id)`,
  );
  if (due.rows.length > 0) await refreshComparisons(db, options);
}

function underLock<T>(db: Database, work: (tx: Queryable) => Promise<T>): Promise<T> {
  return db.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [COMPARE_LOCK]);
    return work(tx);
  });
}

interface Cluster {
  id: number;
  site: number;
}

async function clustersInService(tx: Queryable): Promise<Cluster[]> {
  const found = await tx.query<Cluster & Record<string, unknown>>(
    `select cluster.id, cluster.site_id as site from cluster
     join site on site.id = cluster.site_id and site.retired_at is null
     where cluster.retired_at is null order by cluster.id`,
  );
  return found.rows;
}

/** Clusters that left or came back change the masks of their tools. */
async function noteClusters(tx: Queryable): Promise<void> {
  const ids = (await clustersInService(tx)).map(({ id }) => id);
  const known = await tx.query<{ ids: number[] }>(
    'select cluster_ids as ids from compare_state where id = 1',
  );
  const before = known.rows[0]?.ids ?? [];
  const others = [...ids.filter((id) => !before.includes(id)), ...before.filter((id) => !ids.includes(id))];
  if (others.length === 0) return;
  await tx.query(
    `insert into stale_tool (cluster_id, tool_id)
     select distinct cluster_id, tool_id from cluster_tool where cluster_id = any($1) on conflict do nothing`,
    [others],
  );
  await tx.query('update compare_state set cluster_ids = $1, dirty = true where id = 1', [ids]);
}

async function refreshPairs(tx: Queryable, { staleDays, now = new Date() }: RefreshOptions): Promise<number> {
  const clusters = await clustersInService(tx);
  const coverage = await coverageOf(tx, {
    clusterIds: clusters.map(({ id }) => id),
    nodeIds: null,
    at: now,
    staleDays,
  });
  const changed = await storeGaps(tx, coverage);
  const state = await tx.query<{ dirty: boolean }>('select dirty from compare_state where id = 1');
  let pairs = 0;
  if (changed || state.rows[0]?.dirty) {
    pairs = await countPairs(tx, clusters, coverage);
    await tx.query(sql('pair-past'), [now]);
  }
  await tx.query('update compare_state set dirty = false, refreshed_at = $1 where id = 1', [now]);
  return pairs;
}

/** Gives whether any cluster has other gaps now. */
async function storeGaps(tx: Queryable, coverage: Map<number, Coverage>): Promise<boolean> {
  const ids = [...coverage.keys()];
  const rows = [...coverage.values()];
  const gone = await tx.query('delete from cluster_gap where not cluster_id = any($1)', [ids]);
  const before = await tx.query<{ id: number; facets: number }>(
    'select cluster_id as id, facets from cluster_gap',
  );
  await tx.query(
    `insert into cluster_gap (cluster_id, facets, gaps, oldest)
     select * from unnest($1::int[], $2::int[], $3::jsonb[], $4::timestamptz[])
     on conflict (cluster_id) do update set facets = excluded.facets, gaps = excluded.gaps, oldest = excluded.oldest
     where cluster_gap is distinct from excluded`,
    [
      ids,
      rows.map(({ facets }) => facets),
      rows.map(({ gaps }) => JSON.stringify(gaps)),
      rows.map(({ oldest }) => oldest),
    ],
  );
  const known = new Map(before.rows.map(({ id, facets }) => [id, facets]));
  return (gone.rowCount ?? 0) > 0 || [...coverage].some(([id, { facets }]) => known.get(id) !== facets);
}

async function countPairs(
  tx: Queryable,
  clusters: Cluster[],
  coverage: Map<number, Coverage>,
): Promise<number> {
  const gapsOf = (ids: number[]) => together(ids.flatMap((id) => coverage.get(id) ?? [])).facets;
  const siteRows = await tx.query<{ id: number }>('select id from site where retired_at is null order by id');
  const sites = siteRows.rows.map(({ id }) => id);
  const ofSite = (site: number) => clusters.filter((one) => one.site === site).map(({ id }) => id);
  const clusterIds = clusters.map(({ id }) => id);
  const counters = await countFromMasks(tx, {
    sites: sites.map((id) => ({ id, gaps: gapsOf(ofSite(id)) })),
    clusters: clusterIds.map((id) => ({ id, gaps: gapsOf([id]) })),
  });
  await storePairs(tx, 'site_pair', sites, counters.sites);
  await storePairs(tx, 'cluster_pair', clusterIds, counters.clusters);
  return sites.length ** 2 + clusterIds.length ** 2;
}

/** Counts every two sites and every two clusters by what the masks say. */
export async function countFromMasks(
  tx: Queryable,
  sides: { sites: Side[]; clusters: Side[] },
  /** Only these tools; null for all. */
  tools: number[] | null = null,
): Promise<{ sites: PairCounter; clusters: PairCounter }> {
  const counters = { sites: new PairCounter(sides.sites), clusters: new PairCounter(sides.clusters) };
  const both = sides.clusters.length > 0;
  for await (const tool of maskRows(tx, { of: both ? 'both' : 'sites', tools })) {
    const { category } = tool;
    const classes = numbersOf(tool.classes);
    counters.sites.add({ category, classes, masks: tool.sites });
    if (both) counters.clusters.add({ category, classes, masks: tool.clusters });
  }
  return counters;
}

/** Rows of one statement. */
const BATCH = 5000;

async function storePairs(
  tx: Queryable,
  table: 'site_pair' | 'cluster_pair',
  ids: number[],
  counter: PairCounter,
): Promise<void> {
  await tx.query(`delete from ${table} where not a_id = any($1) or not b_id = any($1)`, [ids]);
  const pairs = ids.flatMap((a, i) => ids.map((b, j) => ({ a, b, i, j })));
  const list = (numbers: number[]) => `{${numbers.join(',')}}`;
  for (let from = 0; from < pairs.length; from += BATCH) {
    const batch = pairs
      .slice(from, from + BATCH)
      .map(({ a, b, i, j }) => ({ a, b, ...counter.counts(i, j) }));
    await tx.query(
      `insert into ${table} (a_id, b_id, matches, tiers, categories)
       select a_id, b_id, matches::int[], tiers::int[], categories::int[]
       from unnest($1::int[], $2::int[], $3::text[], $4::text[], $5::text[]) as new (a_id, b_id, matches, tiers, categories)
       on conflict (a_id, b_id) do update set matches = excluded.matches, tiers = excluded.tiers,
         categories = excluded.categories
       where ${table} is distinct from excluded`,
      [
        batch.map(({ a }) => a),
        batch.map(({ b }) => b),
        batch.map(({ matches }) => list(matches)),
        batch.map(({ tiers }) => list(tiers)),
        batch.map(({ categories }) => list(categories)),
      ],
    );
  }
}
