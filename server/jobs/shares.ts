import { setMaxListeners } from 'node:events';
import { DEFAULT_SUSPECT_SHARE } from '../collect/sweep.ts';
import { endSweep } from '../collect/sweepRow.ts';
import { SweepRun } from '../collect/sweepRun.ts';
import { collectionOf } from '../inventory/collection.ts';
import type { Database } from '../store/database.ts';

/** What a process does of one running sweep. */
export interface Share {
  id: number;
  clusterId: number;
  /** `site/cluster` */
  cluster: string;
  run: SweepRun;
  abort: AbortController;
  /** Batches of it that this process has in hand. */
  batches: number;
}

interface SweepRow {
  clusterId: number;
  cluster: string;
  full: boolean;
}

/** The sweeps that this process takes part in. */
export class Shares {
  private readonly shares = new Map<number, Share>();

  constructor(private readonly db: Database) {}

  /** This process's share of a sweep; null when the sweep does not run any more. */
  async of(sweepId: number): Promise<Share | null> {
    const known = this.shares.get(sweepId);
    if (known) return known.abort.signal.aborted ? null : known;
    const found = await this.db.query<SweepRow>(
      `select sweep.cluster_id as "clusterId", site.name || '/' || cluster.name as cluster, sweep."full"
       from sweep join cluster on cluster.id = sweep.cluster_id join site on site.id = cluster.site_id
       where sweep.id = $1 and sweep.state = 'running' and sweep.cancel_at is null`,
      [sweepId],
    );
    const row = found.rows[0];
    if (!row) return null;
    const other = this.shares.get(sweepId);
    if (other) return other;
    const { clusterId, cluster, full } = row;
    const run = new SweepRun(this.db, {
      id: sweepId,
      clusterId,
      full,
      suspectShare: DEFAULT_SUSPECT_SHARE,
    });
    const abort = new AbortController();
    // Each visit that runs listens once.
    setMaxListeners(0, abort.signal);
    const share = { id: sweepId, clusterId, cluster, run, abort, batches: 0 };
    this.shares.set(sweepId, share);
    return share;
  }

  /** Ends sweeps whose time is over, and this process's shares of those that ended or that somebody wants to end. */
  async look(): Promise<void> {
    const late = await this.db.query<{ id: number; hours: number; settings: unknown; started: Date }>(
      `select sweep.id, cluster.settings, sweep.started_at as started
       from sweep join cluster on cluster.id = sweep.cluster_id
       where sweep.state = 'running' and sweep.worker = 'queue' and sweep.started_at < now() - interval '30 seconds'`,
    );
    for (const { id, settings, started } of late.rows) {
      const { hours } = collectionOf(settings);
      if (Date.now() < started.getTime() + hours * 3_600_000) continue;
      await endSweep(this.db, id, { note: `it had run for ${hours} h`, otherwise: 'interrupted' });
    }
    const mine = [...this.shares.keys()];
    if (mine.length === 0) return;
    const running = await this.db.query<{ id: number }>(
      `select id from sweep where id = any($1) and state = 'running' and cancel_at is null`,
      [mine],
    );
    const goes = new Set(running.rows.map((row) => row.id));
    for (const id of mine.filter((one) => !goes.has(one))) await this.leave(id);
  }

  /** Breaks off everything that runs. */
  async leaveAll(): Promise<void> {
    for (const share of this.shares.values()) share.abort.abort();
    await Promise.all([...this.shares.keys()].map((id) => this.leave(id)));
  }

  private async leave(sweepId: number): Promise<void> {
    const share = this.shares.get(sweepId);
    if (!share) return;
    share.abort.abort();
    this.shares.delete(sweepId);
    await share.run.refresh(true);
  }
}
