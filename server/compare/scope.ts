import { isCalendarDay } from '../calendarDay.ts';
import { GazetteerError } from '../errors.ts';
import { closest } from '../inventory/closest.ts';
import { expand } from '../inventory/nodeSet.ts';
import type { Queryable } from '../store/database.ts';
import { refuseForgotten } from '../store/prune/kept.ts';

/** What is compared: a site, a cluster, some of its nodes; now, or at a past time. */
export interface Scope {
  /** As a person wrote it, put in order: `alpine/edelweiss:cpu[001-003]@2026-11-01`. */
  text: string;
  site: string;
  /** '' for all of the site. */
  cluster: string;
  /** Names of nodes; [] for all. */
  nodes: string[];
  /** null: now. */
  at: Date | null;
}

/** A scope whose names are known. */
export interface ResolvedScope extends Scope {
  siteId: number;
  clusterIds: number[];
  /** null: every node of the clusters. */
  nodeIds: number[] | null;
}

const HINT =
  'Write site, site/cluster, site/cluster/node or site/cluster:cpu[001-100], each with @2026-11-01 for a past day';

export class BadScope extends GazetteerError {
  constructor(message: string) {
    super('bad-request', message, HINT, 2);
  }
}

export class UnknownScope extends GazetteerError {
  constructor(what: string, name: string, names: string[]) {
    const near = closest(name, names);
    super('not-found', `there is no ${what} ${name}`, near === undefined ? '' : `Did you mean ${near}?`);
  }
}

/** Reads what a person or an address wrote. */
export function parseScope(text: string): Scope {
  const wanted = text.trim();
  const at = wanted.lastIndexOf('@');
  const place = at < 0 ? wanted : wanted.slice(0, at);
  const time = at < 0 ? null : timeOf(wanted.slice(at + 1));
  const { site, cluster, nodes } = placeOf(place);
  return { text: wanted, site, cluster, nodes, at: time };
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

function placeOf(place: string): Pick<Scope, 'site' | 'cluster' | 'nodes'> {
  const colon = place.indexOf(':');
  const path = colon < 0 ? place : place.slice(0, colon);
  const [site = '', cluster = '', node = '', ...more] = path.split('/');
  for (const name of path.split('/'))
    if (!NAME.test(name)) throw new BadScope(`"${place.slice(0, 100)}" is no place`);
  if (more.length > 0) throw new BadScope(`"${place.slice(0, 100)}" has too many parts`);
  if (colon < 0) return { site, cluster, nodes: node === '' ? [] : [node] };
  if (cluster === '' || node !== '') throw new BadScope('a node set follows a cluster');
  const set = expand(place.slice(colon + 1));
  if (!set.ok) throw new BadScope(`the node set is wrong at column ${set.column}: ${set.message}`);
  return { site, cluster, nodes: set.names };
}

/** A day ends at its last millisecond, UTC; a time is itself. */
function timeOf(text: string): Date {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const time = new Date(day ? `${text}T23:59:59.999Z` : text);
  const whole = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/.test(text);
  if (Number.isNaN(time.getTime()) || !(day || whole) || !isCalendarDay(text))
    throw new BadScope(`"${text.slice(0, 40)}" is no date such as 2026-11-01`);
  return time;
}

/** Looks the names up; says which is unknown, and what is like it. What was in service then counts. */
export async function resolveScope(db: Queryable, scope: Scope): Promise<ResolvedScope> {
  if (scope.at !== null) await refuseForgotten(db, scope.at);
  const sites = await db.query<{ id: number; name: string }>(
    'select id, name from site where retired_at is null or retired_at > $1',
    [scope.at ?? new Date()],
  );
  const site = sites.rows.find(({ name }) => name === scope.site);
  const siteNames = sites.rows.map(({ name }) => name);
  if (!site) throw new UnknownScope('site', scope.site, siteNames);
  const clusters = await db.query<{ id: number; name: string }>(
    'select id, name from cluster where site_id = $2 and (retired_at is null or retired_at > $1) order by id',
    [scope.at ?? new Date(), site.id],
  );
  if (scope.cluster === '') {
    const clusterIds =
      scope.at === null ? clusters.rows.map(({ id }) => id) : await thereAt(db, site.id, scope.at);
    return { ...scope, siteId: site.id, clusterIds, nodeIds: null };
  }
  const cluster = clusters.rows.find(({ name }) => name === scope.cluster);
  if (!cluster) {
    const names = clusters.rows.map(({ name }) => `${scope.site}/${name}`);
    throw new UnknownScope('cluster', `${scope.site}/${scope.cluster}`, names);
  }
  const nodeIds = scope.nodes.length === 0 ? null : await nodesOf(db, scope, cluster.id);
  return { ...scope, siteId: site.id, clusterIds: [cluster.id], nodeIds };
}

/** Clusters of a site that were there at a past time: one that came later makes nothing unknown of then. */
async function thereAt(db: Queryable, siteId: number, at: Date): Promise<number[]> {
  const found = await db.query<{ id: number }>(
    `select id from cluster where site_id = $1 and (retired_at is null or retired_at > $2)
       and (created_at <= $2 or exists (select from sweep where sweep.cluster_id = cluster.id and sweep.started_at <= $2))
     order by id`,
    [siteId, at],
  );
  return found.rows.map(({ id }) => id);
}

/** By the names that nodes had then; one that none had is a name of now. */
async function nodesOf(db: Queryable, scope: Scope, clusterId: number): Promise<number[]> {
  const found = await db.query<{ id: number; name: string; former: string | null }>(
    `select node.id, node.name, (select node_name.name from node_name
       where node_name.node_id = node.id and node_name.until > $2 order by node_name.until limit 1) as former
     from node where cluster_id = $1 and (retired_at is null or retired_at > $2) order by id`,
    [clusterId, scope.at ?? new Date()],
  );
  const idOf = new Map([
    ...found.rows.map(({ id, name }): [string, number] => [name, id]),
    ...found.rows.map(({ id, name, former }): [string, number] => [former ?? name, id]),
  ]);
  return scope.nodes.map((name) => {
    const id = idOf.get(name);
    if (id !== undefined) return id;
    throw new UnknownScope(
      'node',
      `${scope.site}/${scope.cluster}/${name}`,
      [...idOf.keys()].map((one) => `${scope.site}/${scope.cluster}/${one}`),
    );
  });
}
