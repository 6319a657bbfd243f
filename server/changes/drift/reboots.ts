import { Kernel } from '../../facets/kernel/schema.ts';
import { facetNames } from '../../facets/names.ts';
import type { Queryable } from '../../store/database.ts';
import { factsOf } from '../documents.ts';
import { beginOf, historiesOf } from './history.ts';
import type { PeerNode } from './peers.ts';

export const KERNEL = facetNames.indexOf('kernel');

/** Nodes on which a newer kernel is installed than runs. */
export interface Reboot {
  running: string;
  newest: string;
  nodes: number[];
  /** When the first of them was first seen so, and the last visit before that. */
  since: Date | null;
  sinceAfter: Date | null;
}

/** Nodes that wait for a reboot, those with the same kernels together. */
export async function rebootsOf(db: Queryable, nodes: PeerNode[]): Promise<Reboot[]> {
  const documentOf = (node: PeerNode) => node.holdings.get(KERNEL)?.document ?? 0;
  const kernels = await kernelsOf(db, nodes.map(documentOf));
  const waiting = nodes.filter((node) => kernels.get(documentOf(node))?.rebootPending);
  const histories = await historiesOf(
    db,
    waiting.map(({ id }) => id),
    KERNEL,
  );
  const before = await kernelsOf(
    db,
    [...histories.values()].flat().map(({ document }) => document),
  );
  const groups = new Map<string, Reboot>();
  for (const node of waiting) {
    const { release: running = '', newest = '' } = kernels.get(documentOf(node)) ?? {};
    const begin = beginOf(histories.get(node.id) ?? [], (id) => before.get(id)?.rebootPending === true);
    const group = groups.get(`${running} ${newest}`) ?? {
      running,
      newest,
      nodes: [],
      since: null,
      sinceAfter: null,
    };
    const earlier = begin !== null && (group.since === null || begin.since < group.since);
    groups.set(`${running} ${newest}`, {
      ...group,
      nodes: [...group.nodes, node.id],
      ...(earlier ? { since: begin.since, sinceAfter: begin.sinceAfter } : {}),
    });
  }
  return [...groups.values()];
}

async function kernelsOf(db: Queryable, ids: number[]): Promise<Map<number, Kernel>> {
  const found = await factsOf(db, [...new Set(ids)]);
  return new Map(
    [...found].flatMap(([id, { facts }]) => {
      const kernel = Kernel.safeParse(facts);
      return kernel.success ? [[id, kernel.data] as const] : [];
    }),
  );
}
