import type { Database } from '../store/database.ts';
import { withPatience } from '../store/patience.ts';
import { refreshRollup } from '../store/rollup.ts';
import type { VisitResult } from '../store/visit.ts';
import { eachParallel } from './eachParallel.ts';
import { Election } from './election.ts';
import { recordSafely } from './recordSafely.ts';
import { addChanges } from './sweepRow.ts';
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

/** One process's share of a sweep: visits nodes, stores what they say, and keeps find's answers up to date. */
export class SweepRun {
  readonly election: Election;
  changed = 0;
  private readonly touched = new Set<number>();
  private refreshed = performance.now();
  private refreshing: Promise<void> = Promise.resolve();

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

  /** Roots that the chosen nodes could not read are read by others that see them. */
  async readWhatIsLeft(
    targets: (nodeIds: number[]) => Promise<VisitTarget[]>,
    parallel: number,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      const remaining = await this.election.remaining();
      const chosen = await targets([...remaining.keys()]);
      if (chosen.length === 0) return;
      await eachParallel(chosen, parallel, signal, async (node) => {
        const facets = remaining.get(node.nodeId) ?? [];
        const target = { ...node, agent: { ...node.agent, facets } };
        const visit = await visitNode(target, signal, { election: this.election });
        if (signal.aborted) return;
        if (visit.readings.length === 0) await this.election.settle(node, visit, []);
        else await this.record(node, visit, true);
      });
    }
  }

  /** Documents that came or went, for find's answers. */
  note(documents: Iterable<number>): void {
    for (const document of documents) this.touched.add(document);
  }

  /** Brings find's answers up to date, at most once in a while unless it has to be now. */
  async refresh(now: boolean): Promise<void> {
    if (!now && (this.touched.size === 0 || performance.now() - this.refreshed < ROLLUP_EVERY_MS)) return;
    const documents = [...this.touched];
    this.touched.clear();
    this.refreshed = performance.now();
    this.refreshing = this.refreshing.then(() =>
      withPatience(() => refreshRollup(this.db, this.sweep.clusterId, documents)),
    );
    await this.refreshing;
  }

  private async record(node: VisitTarget, visit: NodeVisit, again: boolean): Promise<VisitResult> {
    const { id: sweepId, clusterId, suspectShare } = this.sweep;
    const { nodeId, agent } = node;
    const report = { ...visit, sweepId, clusterId, nodeId, shared: agent.shared ?? [], again };
    const result = await recordSafely(this.db, report, { suspectShare });
    const stored = result.stored ? visit : null;
    await withPatience(() => this.election.settle(node, stored, result.unconfirmed));
    await withPatience(() => addChanges(this.db, sweepId, result.changed));
    this.changed += result.changed;
    this.note(result.touched);
    return result;
  }
}
