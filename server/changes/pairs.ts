import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { numbersIn } from '../store/numbersIn.ts';
import type { Area } from './area.ts';
import type { Window } from './window.ts';

/** What one place held before and holds after, and on which nodes. */
export interface Pair {
  clusterId: number;
  facet: number;
  /** Kind and path of the root, and the path in it; all '' for what is a node's own. */
  kind: string;
  rootPath: string;
  itemPath: string;
  /** Ids of documents, sorted; mostly one, none where there was nothing. */
  before: number[];
  after: number[];
  nodes: number[];
  /** The same raw text gave another document: it is read otherwise, and nothing has changed. */
  reread: boolean;
  /** Nothing like it had been read there before, so that nobody can say that it is new. */
  first: boolean;
  /** First seen as it is now; the change lies between that and the last time that the state before was confirmed. */
  since: Date;
  sinceAfter: Date | null;
}

interface Row {
  cluster_id: number;
  facet: number;
  kind: string;
  root_path: string;
  item_path: string;
  before: number[];
  after: number[];
  /** Text of an array: many rows tell of the same nodes. */
  nodes: string;
  reread: boolean;
  first: boolean;
  since: Date;
  since_after: Date | null;
}

/** Everything whose document differs between two times. `fresh` are nodes that were not known at the first. */
export async function pairsOf(db: Queryable, area: Area, window: Window, fresh: number[]): Promise<Pair[]> {
  const clusters = [...area.clusters.values()].filter(
    ({ retiredAt }) => retiredAt === null || retiredAt > window.until,
  );
  const values = [window.since, window.until, clusters.map(({ id }) => id), area.nodeIds, fresh];
  const [own, items] = await Promise.all([
    db.query<Row>(sql('changes-observations'), values),
    db.query<Row>(sql('changes-items'), values),
  ]);
  const groups = new Map<string, number[]>();
  const nodesOf = ({ nodes }: Row): number[] => {
    const known = groups.get(nodes);
    if (known) return known;
    const read = numbersIn(nodes);
    groups.set(nodes, read);
    return read;
  };
  return [...own.rows, ...items.rows].map((row) => ({
    clusterId: row.cluster_id,
    facet: row.facet,
    kind: row.kind,
    rootPath: row.root_path,
    itemPath: row.item_path,
    before: row.before,
    after: row.after,
    nodes: nodesOf(row),
    reread: row.reread,
    first: row.first,
    since: row.since,
    sinceAfter: row.since_after,
  }));
}
