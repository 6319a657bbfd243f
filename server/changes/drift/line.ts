import type { ClusterDrift, DriftAnswer, DriftRow } from '../../routes/schemas/drift.ts';

/** The same answer in numbers: each is the count of what the cluster's own answer lists. */
export function driftLine({
  site,
  cluster,
  peers,
  outliers,
  unknownCount,
  reboots,
  items,
}: DriftAnswer): ClusterDrift {
  const nodes = peers.reduce((sum, { nodeCount }) => sum + nodeCount, unknownCount);
  const count = (status: DriftRow['status']) => items.filter((row) => row.status === status).length;
  // A split of which nobody can tell when it began is as old as what its nodes hold.
  const times = items.flatMap(({ splitSince, since }) => splitSince ?? since ?? []).sort();
  const seen = items.flatMap(({ confirmedAt }) => confirmedAt ?? []).sort();
  return {
    site,
    cluster,
    nodes,
    withoutPeers: unknownCount,
    outliers,
    differences: items.length,
    drift: count('drift'),
    rolling: count('rolling'),
    rebootPending: count('reboot-pending'),
    waiting: reboots.reduce((sum, { nodeCount }) => sum + nodeCount, 0),
    oldest: times[0] ?? null,
    newest: times.at(-1) ?? null,
    confirmedAt: seen[0] ?? null,
  };
}
