import { z } from 'zod';
import { NodeSettings } from '../inventory/settings.ts';
import { type Surroundings, targetOf } from '../inventory/targets.ts';
import type { Queryable } from '../store/database.ts';
import type { VisitTarget } from './visitNode.ts';

interface Cluster {
  id: number;
  name: string;
  nodes: VisitTarget[];
}

/** For nodes that are read inside jobs: the node that starts them, and which node of each kind of hardware it is. */
export async function withJobs(db: Queryable, clusters: Cluster[], around: Surroundings): Promise<void> {
  await withStarters(db, clusters, around);
  for (const cluster of clusters) {
    const nodes = cluster.nodes.filter(({ target }) => target.transport === 'job');
    if (nodes.length > 0) await elect(db, nodes);
  }
}

/** For nodes that are read inside jobs: the node that starts them. */
export async function withStarters(db: Queryable, clusters: Cluster[], around: Surroundings): Promise<void> {
  for (const cluster of clusters) {
    const nodes = cluster.nodes.filter(({ target }) => target.transport === 'job');
    if (nodes.length > 0) await nameStarters(db, cluster, nodes, around);
  }
}

async function nameStarters(
  db: Queryable,
  cluster: Cluster,
  nodes: VisitTarget[],
  around: Surroundings,
): Promise<void> {
  const names = [...new Set(nodes.map(({ target }) => target.job?.via ?? ''))];
  const found = await db.query<{ name: string; settings: unknown }>(
    'select name, settings from node where cluster_id = $1 and name = any($2) and retired_at is null',
    [cluster.id, names],
  );
  for (const { target } of nodes) {
    const row = found.rows.find(({ name }) => name === target.job?.via);
    const parsed = NodeSettings.safeParse(row?.settings);
    if (!row || !parsed.success || ['job', 'push', 'file'].includes(parsed.data.transport)) continue;
    target.via = targetOf(`${cluster.name}/${row.name}`, parsed.data, around);
  }
}

const Stored = z.object({ hardware: z.string(), state: z.string() });

/**
 * Of nodes that the batch system describes alike, one is read: the one that was read last, or else the first. The
 * others are left alone and keep what is known of them. A node that it tells nothing of stands for itself.
 */
async function elect(db: Queryable, nodes: VisitTarget[]): Promise<void> {
  const free = nodes.filter(({ target, notExpected }) => target.job?.nodes === 'class' && !notExpected);
  if (free.length === 0) return;
  const found = await db.query<{ id: number; discovered: unknown; read: Date | null }>(
    `select node.id, node.discovered, (select max(started_at) from visit where node_id = node.id and outcome < 2) as read
     from node where node.id = any($1) order by node.id`,
    [free.map(({ nodeId }) => nodeId)],
  );
  const chosen = new Map<string, { id: number; read: number; down: boolean }>();
  const kinds = new Map<number, string>();
  for (const row of found.rows) {
    const stored = Stored.safeParse(row.discovered);
    const hardware = stored.success ? stored.data.hardware : '';
    if (hardware === '') continue;
    kinds.set(row.id, hardware);
    const mine = { id: row.id, read: row.read?.getTime() ?? 0, down: stored.data?.state !== 'up' };
    const best = chosen.get(hardware);
    if (!best || (best.down && !mine.down) || (best.down === mine.down && mine.read > best.read))
      chosen.set(hardware, mine);
  }
  for (const node of free) {
    const best = chosen.get(kinds.get(node.nodeId) ?? '');
    if (!best || best.id === node.nodeId) continue;
    const speaker = free.find(({ nodeId }) => nodeId === best.id)?.target.name ?? '';
    const message = `${speaker.split('/').at(-1)} is read for all nodes of its hardware`;
    node.notExpected = { reason: 'same-hardware', message };
  }
}
