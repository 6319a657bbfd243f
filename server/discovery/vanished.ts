import { z } from 'zod';
import { fold } from '../inventory/nodeSet.ts';
import type { Told } from './ask.ts';

/** Nodes that a source names no more and that stay in service all the same, until that is believed. */
export const HeldBack = z.object({
  source: z.string(),
  /** When it was found first. */
  since: z.string(),
  /** Folded. */
  nodes: z.string(),
  lost: z.number().int(),
  /** How many it named before. */
  total: z.number().int(),
});
export type HeldBack = z.infer<typeof HeldBack>;

/** As a command, and the page on which a sites file was applied, tell it. */
export const heldText = ({ source, nodes, lost, total }: HeldBack) =>
  `held back: ${source} names ${lost} of ${total} nodes no more: ${nodes}`;

type Loss = Omit<HeldBack, 'since'>;

/** What is needed to believe a loss, besides the loss. */
export interface Judgement {
  /** What was held back before. */
  held: readonly HeldBack[];
  /** An operator says that the nodes are gone. */
  accept: boolean;
  now: Date;
  /** A source that lost more than this share at once is suspect, as a root is. */
  share: number;
}

/** Asking again within so many minutes is no later finding: the file may still be half written, or its server half up. */
const MINUTES_BETWEEN = 10;

/** The nodes that a source named before and names no more; null when there are none. */
export function lossOf(
  { key, left }: Told,
  known: readonly { name: string; retired: boolean; discovered: { source: string } | null }[],
  vanished: readonly { name: string; discovered: { source: string } | null }[],
): Loss | null {
  const isOf = (node: { name: string; discovered: { source: string } | null }) =>
    node.discovered?.source === key && !left.has(node.name);
  const lost = vanished.filter(isOf).map(({ name }) => name);
  if (lost.length === 0) return null;
  const total = known.filter((node) => !node.retired && isOf(node)).length;
  return { source: key, nodes: fold(lost), lost: lost.length, total };
}

/**
 * A loss of few nodes is; one of many when an operator accepts it, or when a later asking finds the same; one of all
 * only when an operator accepts it.
 */
export function isBelieved(loss: Loss, { held, accept, now, share }: Judgement): boolean {
  if (accept || loss.lost <= loss.total * share) return true;
  const before = held.find((one) => isSame(one, loss));
  if (!before || loss.lost === loss.total) return false;
  return now.getTime() - Date.parse(before.since) >= MINUTES_BETWEEN * 60_000;
}

export function sinceWhen(loss: Loss, { held, now }: Judgement): HeldBack {
  return { ...loss, since: held.find((one) => isSame(one, loss))?.since ?? now.toISOString() };
}

const isSame = (one: HeldBack, { source, nodes }: Loss) => one.source === source && one.nodes === nodes;
