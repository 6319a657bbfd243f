import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_SUSPECT_SHARE, type SweepSummary, sweepCluster } from '../../server/collect/sweep.ts';
import { targetsBelow } from '../../server/collect/targets.ts';
import { applyInventory } from '../../server/inventory/apply.ts';
import { readSites } from '../../server/inventory/sitesFile.ts';
import type { Database } from '../../server/store/database.ts';

/** How the nodes of a cluster are reached: one port of many loopback addresses. */
export interface Reach {
  port: number;
  user: string;
  clientKey: string;
  knownHosts: string;
  nodes: { name: string; address: string }[];
}

export const CLUSTER = 'bench/loopback';

export const nodeNames = (count: number) => Array.from({ length: count }, (_, at) => `n${at + 1}`);

/** A folder that is removed after the work. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'gazetteer-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Describes one cluster of these nodes; `more` are further settings of it, as YAML lines. */
export async function describe(
  db: Database,
  reach: Reach,
  folder: string,
  more: string[] = [],
): Promise<void> {
  const { user, port, clientKey, knownHosts, nodes } = reach;
  const file = join(folder, 'sites.yaml');
  writeFileSync(
    file,
    [
      'sites:',
      '  bench:',
      '    clusters:',
      '      loopback:',
      `        nodes: "n[1-${nodes.length}]"`,
      ...more.map((line) => `        ${line}`),
      '        ssh:',
      `          user: ${user}`,
      `          port: ${port}`,
      `          identityFile: ${clientKey}`,
      '          agent: false',
      `          knownHosts: ${knownHosts}`,
      '          addresses:',
      ...nodes.map(({ name, address }) => `            ${name}: ${address}`),
      '',
    ].join('\n'),
  );
  await applyInventory(db, readSites(file), { prune: false });
}

/** Sweeps the cluster in this process; throws when a visit failed. */
export async function sweepOnce(
  db: Database,
  folder: string,
  { parallel, onVisit = () => {} }: { parallel: number; onVisit?: () => void },
): Promise<SweepSummary> {
  const [cluster] = await targetsBelow(db, CLUSTER, folder);
  if (!cluster) throw new Error(`there is no ${CLUSTER}`);
  const { signal } = new AbortController();
  const summary = await sweepCluster(
    db,
    { ...cluster, suspectShare: DEFAULT_SUSPECT_SHARE },
    { parallel, signal, onVisit },
  );
  if (summary.outcomes.failed > 0) throw new Error(`a visit failed: ${summary.failures[0]?.message}`);
  return summary;
}

/** What the visits of a sweep cost the nodes, by its own rows. */
export async function visitCosts(
  db: Database,
  sweepId: number,
): Promise<{ bytes: number; median: number; slowest: number }> {
  const found = await db.query<{ bytes: number; median: number; slowest: number }>(
    `select avg(bytes)::int as bytes, percentile_disc(0.5) within group (order by milliseconds) as median,
       percentile_disc(0.95) within group (order by milliseconds) as slowest from visit where sweep_id = $1`,
    [sweepId],
  );
  return found.rows[0] ?? { bytes: 0, median: 0, slowest: 0 };
}
