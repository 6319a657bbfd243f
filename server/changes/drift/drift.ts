import { facetNames } from '../../facets/names.ts';
import { fold } from '../../inventory/nodeSetFold.ts';
import { nodesNamed } from '../../query/nodesNamed.ts';
import { timeOrNull } from '../../query/rows.ts';
import type { DriftAnswer, DriftRow, PeerRow } from '../../routes/schemas/drift.ts';
import type { Queryable } from '../../store/database.ts';
import { sides } from '../diff/structure.ts';
import { driftCluster } from './cluster.ts';
import { factSplits } from './facts.ts';
import { HARDWARE, nodeFacets, type PeerNode, type Peers, peersOf } from './peers.ts';
import { placeSplits, sightsOf } from './places.ts';
import { KERNEL, rebootsOf } from './reboots.ts';
import { partOf, type Side, type Split } from './split.ts';

export interface DriftSettings {
  /** Younger splits than so many days are told as rolling: somebody is at it. */
  rollingDays: number;
  now: Date;
}

const DAY = 86_400_000;

export interface DriftPlace {
  site: string;
  cluster: string;
  /** A node set: what is told is of these, who are compared with all of their peers; '' for every node. */
  nodes?: string;
}

/** Where nodes of a cluster differ from their peers, since when, and which sweep saw it first. */
export async function driftOf(
  db: Queryable,
  { nodes: wanted = '', ...place }: DriftPlace,
  settings: DriftSettings,
): Promise<DriftAnswer> {
  const id = await driftCluster(db, place);
  const { peers: groups, unknown: others } = await peersOf(db, id);
  const only = nodesNamed(wanted);
  const names = new Set(only);
  const isTold = ({ name }: PeerNode) => only === null || names.has(name);
  const unknown = others.filter(isTold);
  const sights = await sightsOf(db, id);
  const all = groups.flatMap(({ nodes }) => nodes);
  const told = all.filter(isTold);
  const teller = new Teller(place, settings, all, new Set(told.map(({ id: node }) => node)));
  const reboots = await rebootsOf(db, [...told, ...unknown]);
  teller.waiting = new Set(reboots.flatMap(({ nodes }) => nodes));
  const rows: DriftRow[] = [];
  const peers: PeerRow[] = [];
  for (const group of groups) {
    const nodes = group.nodes.filter(isTold);
    if (nodes.length === 0) continue;
    const splits = group.nodes.length > 1 ? await splitsOf(db, group, sights) : [];
    const lines = splits.flatMap((split) => teller.rows(group, split));
    rows.push(...lines.map(({ row }) => row));
    const outliers = new Set(lines.flatMap(({ side }) => side.nodes));
    const { label, named } = group;
    const folded = fold(nodes.map(({ name }) => name));
    peers.push({ peers: label, named, nodes: folded, nodeCount: nodes.length, outliers: outliers.size });
  }
  const nameOf = new Map([...told, ...unknown].map(({ id: node, name }) => [node, name]));
  const items = await withHashes(db, rows);
  return {
    ...place,
    rollingDays: settings.rollingDays,
    peers,
    unknown: fold(unknown.map(({ name }) => name)),
    unknownCount: unknown.length,
    outliers: peers.reduce((sum, { outliers }) => sum + outliers, 0),
    reboots: reboots.map(({ running, newest, nodes, since, sinceAfter }) => ({
      nodes: fold(nodes.map((node) => nameOf.get(node) ?? '')),
      nodeCount: nodes.length,
      running,
      newest,
      since: timeOrNull(since),
      sinceAfter: timeOrNull(sinceAfter),
    })),
    facets: [...new Set(items.map(({ facet }) => facet))],
    items,
    total: items.length,
    next: null,
  };
}

/** Those of one facet, or in one state; '' for any. */
export function driftRows({ items }: DriftAnswer, { facet, status }: { facet: string; status: string }) {
  return items.filter(
    (row) => (facet === '' || row.facet === facet) && (status === '' || row.status === status),
  );
}

async function splitsOf(
  db: Queryable,
  group: Peers,
  sights: Awaited<ReturnType<typeof sightsOf>>,
): Promise<Split[]> {
  const splits: Split[] = [];
  for (const facet of nodeFacets) {
    // Otherwise it is what makes them peers.
    if (facet === HARDWARE && !group.named) continue;
    splits.push(...(await factSplits(db, group, facet)));
  }
  return [...splits, ...placeSplits(group, sights)];
}

/** Lists of hundreds of processor flags are for the documents and their difference. */
const LONGEST = 200;
const cut = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

class Teller {
  /** Nodes on which a newer kernel waits for a reboot. */
  waiting = new Set<number>();
  private readonly nodes: Map<number, PeerNode>;

  constructor(
    private readonly place: { site: string; cluster: string },
    private readonly settings: DriftSettings,
    nodes: PeerNode[],
    /** Nodes that are told of; what their peers hold is looked at all the same. */
    private readonly told: ReadonlySet<number>,
  ) {
    this.nodes = new Map(nodes.map((node) => [node.id, node]));
  }

  /** A row for each side that is not the majority; documents are named by their ids until all are known. */
  rows(group: Peers, split: Split): { row: DriftRow; side: Side }[] {
    return split.others
      .map((side) => partOf(side, (node) => this.told.has(node)))
      .filter(({ nodes }) => nodes.length > 0)
      .map((side) => ({ side, row: this.row(group, split, side) }));
  }

  private row(group: Peers, { facet, fact, majority, unknown, began }: Split, side: Side): DriftRow {
    const words = Array.isArray(majority.raw) ? sides(majority.raw, side.raw) : null;
    return {
      ...this.place,
      peers: group.label,
      peerCount: group.nodes.length,
      facet: facetNames[facet] ?? '',
      fact,
      status: this.status(facet, side, began),
      majority: cut(words ? words.before : majority.value),
      majorityNodes: this.folded(majority.nodes),
      majorityCount: majority.nodes.length,
      value: cut(words ? words.after : side.value),
      nodes: this.folded(side.nodes),
      nodeCount: side.nodes.length,
      unknownNodes: this.folded(unknown),
      since: timeOrNull(side.since),
      sinceAfter: timeOrNull(side.sinceAfter),
      sweep: side.sweep,
      splitSince: timeOrNull(began),
      confirmedAt: this.confirmedAt(facet, side.nodes),
      majorityDocument: String(majority.document ?? ''),
      document: String(side.document ?? ''),
    };
  }

  private status(facet: number, side: Side, began: Date | null): DriftRow['status'] {
    if (facet === KERNEL && side.nodes.every((node) => this.waiting.has(node))) return 'reboot-pending';
    const { rollingDays, now } = this.settings;
    return began !== null && now.getTime() - began.getTime() < rollingDays * DAY ? 'rolling' : 'drift';
  }

  private folded(ids: number[]): string {
    return fold(ids.map((id) => this.nodes.get(id)?.name ?? String(id)));
  }

  private confirmedAt(facet: number, ids: number[]): string | null {
    const times = ids.map((id) => this.nodes.get(id)?.holdings.get(facet)?.confirmedAt ?? null);
    if (times.some((time) => time === null)) return null;
    return timeOrNull(times.toSorted((a, b) => Number(a) - Number(b))[0] ?? null);
  }
}

async function withHashes(db: Queryable, rows: DriftRow[]): Promise<DriftRow[]> {
  const ids = new Set(
    rows.flatMap(({ majorityDocument, document }) => [majorityDocument, document]).map(Number),
  );
  const found = await db.query<{ id: number; hash: string }>(
    `select id, encode(hash, 'hex') as hash from document where id = any($1)`,
    [[...ids]],
  );
  const hashes = new Map(found.rows.map(({ id, hash }) => [String(id), hash]));
  return rows.map((row) => ({
    ...row,
    majorityDocument: hashes.get(row.majorityDocument) ?? '',
    document: hashes.get(row.document) ?? '',
  }));
}
