import type { Database } from '../store/database.ts';
import { tieLate } from '../store/lateTies.ts';
import { withPatience } from '../store/patience.ts';
import { refreshRollup } from '../store/rollup.ts';
import type { VisitResult } from '../store/visit.ts';
import { Election } from './election.ts';
import { recordSafely } from './recordSafely.ts';
import { type NodeVisit, type VisitTarget, visitNode } from './visitNode.ts';

export interface RunningSweep {
  id: number;
  clusterId: number;
  full: boolean;
  suspectShare: number;
}

export interface Visited {
  visit: NodeVisit;
  result: VisitResult;
}

const ROLLUP_EVERY_MS = 5000;
/** Its cost grows with the cluster: it rests so many times as long as it took, so that it stays a small share of a sweep. */
const ROLLUP_RESTS = 20;

/** One process's share of a sweep: visits nodes, stores what they say, and keeps find's answers up to date. */
export class SweepRun {
  readonly election: Election;
  private readonly touched = new Set<number>();
  private refreshed = performance.now();
  private rest = ROLLUP_EVERY_MS;
  private refreshing: Promise<void> = Promise.resolve();
  /** A try whose answer was lost may have been stored: nobody has noted what came or went by it. */
  private missed = false;

  constructor(
    private readonly db: Database,
    private readonly sweep: RunningSweep,
  ) {
    this.election = new Election(db, { sweepId: sweep.id, clusterId: sweep.clusterId, full: sweep.full });
  }

  /** Visits a node and stores it; null when that was broken off, which says nothing about the node. */
  async visit(node: VisitTarget, signal: AbortSignal): Promise<Visited | null> {
    const visit = await visitNode(node, signal, { election: this.election });
    if (signal.aborted) return null;
    return { visit, result: await this.record(node, visit, false) };
  }

  /** Roots that the chosen nodes could not read are read by others that see them; `each` says how many of them at once. */
  async readWhatIsLeft(
    targets: (nodeIds: number[]) => Promise<VisitTarget[]>,
    each: (nodes: VisitTarget[], work: (node: VisitTarget) => Promise<void>) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      const remaining = await this.patiently(() => this.election.remaining());
      const chosen = await targets([...remaining.keys()]);
      if (chosen.length === 0) return;
      await each(chosen, async (node) => {
        const facets = remaining.get(node.nodeId) ?? [];
        const target = { ...node, agent: { ...node.agent, facets } };
        const visit = await visitNode(target, signal, { election: this.election });
        if (signal.aborted) return;
        if (visit.readings.length === 0) await this.patiently(() => this.election.settle(node, visit, []));
        else await this.record(node, visit, true);
      });
    }
  }

  /** Ties nodes to what was read for all. */
  async tieLate(): Promise<void> {
    this.note(await this.patiently(() => tieLate(this.db, this.sweep.clusterId, this.sweep.id)));
  }

  /** Brings find's answers up to date, at most once in a while unless it has to be now. */
  async refresh(now: boolean): Promise<void> {
    if (!now && (this.touched.size === 0 || performance.now() - this.refreshed < this.rest)) return;
    // One after the other, also after one that failed.
    this.refreshing = this.refreshing.catch(() => {}).then(() => this.rewrite());
    await this.refreshing;
  }

  private async rewrite(): Promise<void> {
    const [documents, missed] = [[...this.touched], this.missed];
    this.touched.clear();
    this.missed = false;
    const began = performance.now();
    this.refreshed = began;
    try {
      await withPatience(() => refreshRollup(this.db, this.sweep.clusterId, missed ? null : documents));
      this.refreshed = performance.now();
      this.rest = Math.max(ROLLUP_EVERY_MS, (this.refreshed - began) * ROLLUP_RESTS);
    } catch (error) {
      this.note(documents);
      this.missed ||= missed;
      throw error;
    }
  }

  /** Documents that came or went, for find's answers. */
  private note(documents: Iterable<number>): void {
    for (const document of documents) this.touched.add(document);
  }

  private patiently<T>(work: () => Promise<T>): Promise<T> {
    return withPatience(work, this.unsure);
  }

  private readonly unsure = () => {
    this.missed = true;
  };

  private async record(node: VisitTarget, visit: NodeVisit, again: boolean): Promise<VisitResult> {
    const { id: sweepId, clusterId, suspectShare } = this.sweep;
    const { nodeId, agent } = node;
    const report = { ...visit, sweepId, clusterId, nodeId, shared: agent.shared ?? [], again };
    const result = await recordSafely(this.db, report, { suspectShare }, this.unsure);
    const stored = result.stored ? visit : null;
    await withPatience(() => this.election.settle(node, stored, result.unconfirmed));
    this.note(result.touched);
    return result;
  }
}
