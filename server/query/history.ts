import { GazetteerError } from '../errors.ts';
import { facetNames } from '../facets/names.ts';
import { fold } from '../inventory/nodeSetFold.ts';
import { cursorOf, keyOfCursor } from '../routes/cursor.ts';
import type { HistoryAnswer, HistoryRow } from '../routes/schemas/history.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { keptSince } from '../store/prune/kept.ts';
import { timeOf, timeOrNull } from './rows.ts';

export interface HistoryFilter {
  facet: string;
  /** What never changed, too. */
  all: boolean;
  limit: number;
  after: string;
}

interface Row {
  facet: number;
  kind: string;
  root: string;
  path: string;
  shared: boolean;
  names: string[];
  /** Shared places that it stood in; who sees them is asked apart. */
  roots: number[];
  document: string;
  document_kind: string;
  bytes: number;
  before: string | null;
  followed_by: string | null;
  since: Date;
  since_after: Date | null;
  last_since: Date;
  until: Date | null;
  until_after: Date | null;
  gone: boolean;
}

/** What a node held, place by place, what began last first. */
export async function nodeHistory(db: Queryable, id: number, filter: HistoryFilter): Promise<HistoryAnswer> {
  const found = await db.query<{ cluster: number }>('select cluster_id as cluster from node where id = $1', [
    id,
  ]);
  const cluster = found.rows[0]?.cluster;
  if (cluster === undefined) throw new GazetteerError('not-found', `there is no node ${id}`);
  return history(db, { cluster, node: id }, filter);
}

/** The same of a whole cluster: nodes that went from one document to another stand together. */
export async function clusterHistory(
  db: Queryable,
  place: { site: string; cluster: string },
  filter: HistoryFilter,
): Promise<HistoryAnswer> {
  const found = await db.query<{ id: number }>(
    `select cluster.id from cluster join site on site.id = cluster.site_id where site.name = $1 and cluster.name = $2`,
    [place.site, place.cluster],
  );
  const cluster = found.rows[0]?.id;
  if (cluster === undefined) {
    throw new GazetteerError('not-found', `there is no cluster ${place.site}/${place.cluster}`);
  }
  return history(db, { cluster, node: null }, filter);
}

async function history(
  db: Queryable,
  of: { cluster: number; node: number | null },
  { facet, all, limit, after }: HistoryFilter,
): Promise<HistoryAnswer> {
  const [found, first, { closed }] = await Promise.all([
    db.query<Row & Record<string, unknown>>(sql('history'), [of.cluster, of.node, all]),
    db.query<{ at: Date | null; known: Date | null }>(
      `select min(visit.started_at) as at, min(node.created_at) as known
       from node left join visit on visit.node_id = node.id
       where node.cluster_id = $1 and ($2::int is null or node.id = $2)`,
      [of.cluster, of.node],
    ),
    keptSince(db),
  ]);
  const { at: begin = null, known = null } = first.rows[0] ?? {};
  // The first visits went with what they had found.
  const forgotten = closed !== null && known !== null && known < closed;
  const seers = await seersOf(db, [...new Set(found.rows.flatMap(({ roots }) => roots))]);
  const rows = found.rows.map((row) =>
    historyRow(row, [...new Set([...row.names, ...row.roots.flatMap((root) => seers.get(root) ?? [])])]),
  );
  const asked = rows.filter((row) => facet === '' || row.facet === facet);
  const key = keyOfCursor(after, ['text', 'text', 'text', 'text', 'text', 'text', 'text']);
  // The row itself is found again, whatever began since.
  const at = key === null ? -1 : asked.findIndex((row) => sameKey(keyOf(row), key));
  const from = key !== null && at < 0 ? asked.length : at + 1;
  const items = asked.slice(from, from + limit);
  const last = items.at(-1);
  return {
    items,
    total: asked.length,
    next: last && from + items.length < asked.length ? cursorOf(keyOf(last)) : null,
    facets: facetNames
      .map((name) => ({ facet: name, rows: rows.filter((row) => row.facet === name).length }))
      .filter((one) => one.rows > 0),
    from: timeOrNull(forgotten ? closed : begin),
    forgotten,
  };
}

const keyOf = (row: HistoryRow): string[] => [
  row.facet,
  row.root,
  row.path,
  row.document,
  row.before ?? '',
  row.followedBy ?? (row.gone ? 'gone' : ''),
  row.kind,
];

const sameKey = (a: string[], b: (string | number)[]) => a.every((part, at) => part === b[at]);

/** Nodes in service that see each of some roots. */
async function seersOf(db: Queryable, roots: number[]): Promise<Map<number, string[]>> {
  const found = await db.query<{ root: number; names: string[] }>(
    `select node_root.root_id as root, array_agg(node.name) as names
     from node_root join node on node.id = node_root.node_id and node.retired_at is null
     where node_root.root_id = any($1) and node_root.until is null group by node_root.root_id`,
    [roots],
  );
  return new Map(found.rows.map(({ root, names }) => [root, names]));
}

function historyRow(row: Row, names: string[]): HistoryRow {
  return {
    facet: facetNames[row.facet] ?? '',
    root: row.root,
    kind: row.kind,
    path: row.path,
    shared: row.shared,
    nodes: fold(names),
    nodeCount: names.length,
    document: row.document,
    documentKind: row.document_kind,
    bytes: row.bytes,
    since: timeOf(row.since),
    sinceAfter: timeOrNull(row.since_after),
    lastSince: timeOf(row.last_since),
    until: timeOrNull(row.until),
    untilAfter: timeOrNull(row.until_after),
    before: row.before,
    followedBy: row.followed_by,
    gone: row.gone,
  };
}
