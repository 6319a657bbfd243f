import { facetNames } from '../../facets/names.ts';
import { facets } from '../../facets/registry.ts';
import { sql } from '../../sql.ts';
import type { Queryable } from '../../store/database.ts';

/** What a node holds of a facet now. */
export interface Holding {
  /** null where there is none: absent, or not known. */
  document: number | null;
  absent: boolean;
  /** The newest visit that answered the facet. */
  confirmedAt: Date | null;
}

export interface PeerNode {
  id: number;
  name: string;
  role: string;
  /** By number of the facet. */
  holdings: Map<number, Holding>;
}

/** Nodes that are expected to be alike. */
export interface Peers {
  /** The administrator's word, or the role. */
  label: string;
  /** Whether an administrator named them; otherwise they are of one role and hold the same `hardware` document. */
  named: boolean;
  nodes: PeerNode[];
}

export const HARDWARE = facetNames.indexOf('hardware');

/** What the batch system says of the cluster is read from one node only. */
const compared = facetNames.flatMap((name, number) => (name === 'scheduler' ? [] : [number]));

/** Facets of a node itself, in which its document is compared; of the others the places are. */
export const nodeFacets = compared.filter((number) => facets[facetNames[number] ?? 'os'].scope === 'node');

interface Row {
  id: number;
  name: string;
  role: string;
  peers: string;
  facet: number;
  document: number | null;
  confirmed: Date | null;
  absent: boolean;
}

/** Nodes in service in groups of peers; those whose hardware is not known, and that nobody named, have none. */
export async function peersOf(
  db: Queryable,
  cluster: number,
): Promise<{ peers: Peers[]; unknown: PeerNode[] }> {
  const found = await db.query<Row>(sql('drift-nodes'), [cluster, compared]);
  const groups = new Map<string, Peers>();
  const unknown: PeerNode[] = [];
  for (const { node, peers } of nodesOf(found.rows)) {
    const hardware = node.holdings.get(HARDWARE)?.document ?? null;
    if (peers === '' && hardware === null) {
      unknown.push(node);
      continue;
    }
    const key = peers === '' ? `${node.role} ${hardware}` : `= ${peers}`;
    const group = groups.get(key) ?? {
      label: peers === '' ? node.role : peers,
      named: peers !== '',
      nodes: [],
    };
    group.nodes.push(node);
    groups.set(key, group);
  }
  return { peers: [...groups.values()], unknown };
}

function nodesOf(rows: Row[]): { node: PeerNode; peers: string }[] {
  const nodes = new Map<number, { node: PeerNode; peers: string }>();
  for (const { id, name, role, peers, facet, document, confirmed, absent } of rows) {
    const one = nodes.get(id) ?? { node: { id, name, role, holdings: new Map() }, peers };
    one.node.holdings.set(facet, { document, absent, confirmedAt: confirmed });
    nodes.set(id, one);
  }
  return [...nodes.values()];
}
