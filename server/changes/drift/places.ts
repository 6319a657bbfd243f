import { facetNames } from '../../facets/names.ts';
import { sql } from '../../sql.ts';
import type { Queryable } from '../../store/database.ts';
import type { PeerNode, Peers } from './peers.ts';
import { firstOf, type NodeBegin, type Side, type Split, splitOf } from './split.ts';

/** One node's sight of one place. */
export interface Sight {
  facet: number;
  kind: string;
  path: string;
  root: number;
  /** The same for roots that hold the same. */
  content: string;
  offerings: number;
  node: number;
  since: Date;
  sinceAfter: Date | null;
  filled: Date | null;
}

/** What nodes see at the places of a cluster, by place. */
export async function sightsOf(db: Queryable, cluster: number): Promise<Map<string, Sight[]>> {
  const found = await db.query<Sight>(sql('drift-places'), [cluster]);
  const places = new Map<string, Sight[]>();
  for (const sight of found.rows) {
    const key = `${sight.facet} ${sight.kind} ${sight.path}`;
    const list = places.get(key);
    if (list) list.push(sight);
    else places.set(key, [sight]);
  }
  return places;
}

/** Places that some peers see and others do not, or that hold something else for some. */
export function placeSplits({ nodes }: Peers, places: Map<string, Sight[]>): Split[] {
  return [...places.values()].flatMap((sights) => placeSplit(nodes, sights) ?? []);
}

function placeSplit(nodes: PeerNode[], sights: Sight[]): Split | null {
  const first = sights[0];
  if (!first) return null;
  const own = new Map<number, Sight[]>();
  for (const sight of sights) own.set(sight.node, [...(own.get(sight.node) ?? []), sight]);
  if (!nodes.some(({ id }) => own.has(id))) return null;
  const unknown = nodes.filter(({ id, holdings }) => !own.has(id) && !holdings.get(first.facet)?.confirmedAt);
  const missing = nodes.filter(({ id, holdings }) => !own.has(id) && holdings.get(first.facet)?.confirmedAt);
  const sides = new Map<string, Sight[][]>();
  for (const { id } of nodes) {
    const seen = own.get(id);
    if (!seen) continue;
    const content = seen
      .map((sight) => sight.content)
      .sort()
      .join();
    sides.set(content, [...(sides.get(content) ?? []), seen]);
  }
  const there = [...sides.values()].map(sideOf);
  const none: Side = {
    value: 'not there',
    raw: 'not there',
    nodes: missing.map(({ id }) => id),
    begins: [],
    since: null,
    sinceAfter: null,
    sweep: null,
    document: null,
  };
  const facet = facetNames[first.facet] ?? '';
  const fact = first.path === '' ? facet : first.path;
  return splitOf(
    first.facet,
    fact,
    [...there, none],
    unknown.map(({ id }) => id),
  );
}

function sideOf(seen: Sight[][]): Side {
  const sights = seen.flat();
  const offerings = (seen[0] ?? []).reduce((sum, one) => sum + one.offerings, 0);
  const begins = sights.map(
    ({ node, since, sinceAfter, filled }): NodeBegin =>
      filled && filled > since
        ? { node, since: filled, sinceAfter: null, sweep: null }
        : { node, since, sinceAfter, sweep: null },
  );
  const value = `${offerings} ${offerings === 1 ? 'offering' : 'offerings'}, content ${(seen[0] ?? []).map(({ content }) => content.slice(0, 8)).join()}`;
  return {
    value,
    raw: value,
    nodes: [...new Set(sights.map(({ node }) => node))],
    begins,
    ...firstOf(begins),
    document: null,
  };
}
