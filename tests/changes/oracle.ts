import type { Database } from '../../server/store/database.ts';

/** What each node held at a time, worked out the long way: every row of every table, one after the other. */

interface Interval {
  since: Date;
  until: Date | null;
}
interface Tables {
  observations: (Interval & { node: number; facet: number; document: number })[];
  sights: (Interval & { node: number; root: number })[];
  items: (Interval & { root: number; path: string; document: number })[];
  roots: Map<number, string>;
  offerings: Map<number, number[]>;
}

/** Documents by node and place. */
export type Snapshot = Map<number, Map<string, Set<number>>>;

export async function allTables(db: Database): Promise<Tables> {
  const rows = async <Row extends object>(text: string) =>
    (await db.query<Row & Record<string, unknown>>(text)).rows;
  const roots = await rows<{ id: number; place: string }>(
    `select id, facet || ' ' || kind || ' ' || path as place from root`,
  );
  const sets = await rows<{ id: number; offerings: number[] }>(
    'select document_id as id, offerings from document_set',
  );
  return {
    observations: await rows(
      'select node_id as node, facet, document_id as document, since, until from observation',
    ),
    sights: await rows('select node_id as node, root_id as root, since, until from node_root'),
    items: await rows('select root_id as root, path, document_id as document, since, until from root_item'),
    roots: new Map(roots.map(({ id, place }) => [id, place])),
    offerings: new Map(sets.map(({ id, offerings }) => [id, offerings])),
  };
}

const holds = ({ since, until }: Interval, at: Date) => since <= at && (until === null || until > at);

export function snapshotAt(tables: Tables, at: Date): Snapshot {
  const snapshot: Snapshot = new Map();
  const add = (node: number, place: string, document: number) => {
    const places = snapshot.get(node) ?? new Map<string, Set<number>>();
    snapshot.set(node, places.set(place, (places.get(place) ?? new Set()).add(document)));
  };
  for (const one of tables.observations) if (holds(one, at)) add(one.node, `${one.facet}   `, one.document);
  for (const sight of tables.sights) {
    if (!holds(sight, at)) continue;
    // A node that sees an empty root is known all the same.
    if (!snapshot.has(sight.node)) snapshot.set(sight.node, new Map());
    for (const item of tables.items)
      if (item.root === sight.root && holds(item, at))
        add(sight.node, `${tables.roots.get(sight.root)} ${item.path}`, item.document);
  }
  return snapshot;
}

/** `node place before after` wherever the documents differ, of nodes that are known at both times. */
export function documentDifferences(
  before: Snapshot,
  after: Snapshot,
  nodes: (node: number) => boolean,
): string[] {
  const found: string[] = [];
  for (const node of new Set([...before.keys(), ...after.keys()])) {
    if (!before.has(node) || !nodes(node)) continue;
    const [was, is] = [before.get(node) ?? new Map(), after.get(node) ?? new Map()];
    for (const place of new Set([...was.keys(), ...is.keys()])) {
      const text = (set: Set<number> | undefined) => [...(set ?? [])].sort((a, b) => a - b).join();
      if (text(was.get(place)) !== text(is.get(place)))
        found.push(`${node} ${place}: ${text(was.get(place))} > ${text(is.get(place))}`);
    }
  }
  return found.sort();
}

/** `node place offering` of everything that is offered. */
export function offeredAt(tables: Tables, snapshot: Snapshot): Set<string> {
  const found = new Set<string>();
  for (const [node, places] of snapshot)
    for (const [place, documents] of places)
      for (const document of documents)
        for (const offering of tables.offerings.get(document) ?? [])
          found.add(`${node} ${place} ${offering}`);
  return found;
}
