import type { ToolCell, ToolGrid } from '../../server/routes/schemas/toolGrid.ts';
import type { ChartData } from '../charts/chartData.ts';
import { TIERS, tierInks } from '../components/Tier.tsx';

/** Versions, newest first, by how many clusters have them and as what at best: where they crowd, and how far some lag. */
export function versionChart({ versions, items }: ToolGrid): ChartData {
  const tiers = TIERS.filter((tier) => items.some((cell) => cell.tier === tier));
  const clusters = (cells: ToolCell[]) => cells.reduce((sum, cell) => sum + cell.clusters, 0);
  return {
    title: 'Versions, by the clusters that have them',
    unit: 'clusters, by the best tier that they or their site have it as',
    rowTitle: 'Version',
    series: tiers.map((tier) => ({ title: `tier ${tier}`, ink: tierInks[tier] })),
    rows: versions.map((version) => ({
      label: version || 'not told',
      values: tiers.map((tier) =>
        clusters(items.filter((cell) => cell.version === version && cell.tier === tier)),
      ),
    })),
  };
}
