import { setMaxListeners } from 'node:events';
import { discoverBelow, type Refreshed } from '../discovery/discover.ts';
import { GazetteerError } from '../errors.ts';
import type { Database } from '../store/database.ts';
import { pausedError } from './pausedError.ts';
import { DEFAULT_SUSPECT_SHARE, type SweepSummary, sweepCluster } from './sweep.ts';
import { targetsBelow } from './targets.ts';
import type { VisitTarget } from './visitNode.ts';

export interface CollectSummary {
  expected: number;
  /** Of these, nodes that were left alone on purpose. */
  notExpected: number;
  /** Nodes of which at least one facet was read. */
  visited: number;
  cancelled: boolean;
  /** Clusters whose nodes are told by a source. */
  discovered: Refreshed[];
  sweeps: SweepSummary[];
  /** Clusters that were passed over because somebody paused them. */
  paused: string[];
}

export interface CollectOptions {
  dataFolder: string;
  /** Nodes at once, over all clusters. */
  parallel: number;
  signal: AbortSignal;
  /** A folder of this machine that is read instead of the one node in the scope. */
  root?: string;
  /** Reads every root, whatever shows that it is unchanged. */
  full?: boolean;
  onProgress?: (text: string) => void;
}

/** A folder is read as the node. What is known of a node that is reached otherwise is not written over by an image. */
function readInstead(nodes: VisitTarget[], root: string): void {
  for (const node of nodes) {
    if (node.target.transport !== 'local') {
      throw new GazetteerError(
        'not-an-image',
        `${node.target.name} is a node that is reached by ${node.target.transport}: a folder read as it would seem to be a change of it`,
        'Give the image a name of its own in the sites file, with transport: local',
      );
    }
    node.target = { ...node.target, root };
  }
}

/** Sweeps every cluster in a scope, one after the other. */
export async function collect(db: Database, scope: string, options: CollectOptions): Promise<CollectSummary> {
  // Each visit that runs listens once.
  setMaxListeners(0, options.signal);
  // One node is visited as it is known; whole clusters are asked first who belongs to them.
  const refreshed =
    scope.split('/').length > 2 ? [] : await discoverBelow(db, scope, { ...options, leaveAlone: true });
  const clusters = await targetsBelow(db, scope, options.dataFolder);
  if (clusters.length === 0) {
    throw new GazetteerError(
      'no-nodes',
      scope === '' ? 'there are no nodes to collect' : `there are no nodes at ${scope}`,
      'Describe them in a sites file and run: gazetteer apply sites.yaml',
    );
  }
  if (options.root !== undefined) for (const { nodes } of clusters) readInstead(nodes, options.root);
  const summary: CollectSummary = {
    expected: 0,
    notExpected: 0,
    visited: 0,
    cancelled: false,
    discovered: refreshed,
    sweeps: [],
    paused: [],
  };
  const [first] = clusters;
  // Who names a paused cluster is told; of all clusters it is one that is passed over.
  if (first?.paused && clusters.length === 1) throw pausedError(first.name, first.paused);
  summary.paused = clusters.filter((one) => one.paused).map((one) => one.name);
  const open = clusters.filter((one) => !one.paused);
  for (const cluster of open) summary.expected += cluster.nodes.length;
  let done = 0;
  options.onProgress?.(`0 of ${summary.expected} nodes`);
  for (const cluster of open) {
    if (options.signal.aborted) break;
    const { nodes: most, hours } = cluster.collection;
    const swept = sweepCluster(
      db,
      { ...cluster, suspectShare: DEFAULT_SUSPECT_SHARE },
      {
        parallel: most === 0 ? options.parallel : Math.min(most, options.parallel),
        seconds: hours * 3600,
        signal: options.signal,
        full: options.full ?? false,
        onVisit: ({ node, result }) => {
          done += 1;
          options.onProgress?.(`${done} of ${summary.expected} nodes; last ${node}: ${result.outcome}`);
        },
      },
    );
    const sweep = await swept.catch((error: unknown) => {
      // Somebody paused it while clusters before it were swept.
      if (error instanceof GazetteerError && error.code === 'paused' && clusters.length > 1) return null;
      throw error;
    });
    if (sweep === null) {
      summary.paused.push(cluster.name);
      summary.expected -= cluster.nodes.length;
      continue;
    }
    summary.sweeps.push(sweep);
    summary.visited += sweep.outcomes.complete + sweep.outcomes.partial;
    summary.notExpected += sweep.outcomes.notExpected;
  }
  summary.cancelled = options.signal.aborted || summary.sweeps.some((sweep) => sweep.cancelled);
  return summary;
}
