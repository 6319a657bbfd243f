import { hostname } from 'node:os';
import type { Database } from '../store/database.ts';
import { wantedContents } from '../store/imageContents.ts';
import { wantedDigests } from '../store/imageDigests.ts';
import { refreshRollup } from '../store/rollup.ts';
import { DEFAULT_SUSPECT_SHARE, sweepCluster } from './sweep.ts';
import { DEFAULT_LIMITS, localTarget } from './targets.ts';

/** The site that every installation has: the machine it runs on. */
export const HERE = { site: 'here', cluster: 'this-machine' } as const;

/** Makes sure that this machine is a node, and gives its ids. */
async function ensureHere(db: Database): Promise<{ clusterId: number; nodeId: number; name: string }> {
  const name = hostname().split('.')[0] || 'localhost';
  const site = await db.prisma.site.upsert({
    where: { name: HERE.site },
    create: { name: HERE.site, title: 'This machine' },
    update: { retiredAt: null },
  });
  const cluster = await db.prisma.cluster.upsert({
    where: { siteId_name: { siteId: site.id, name: HERE.cluster } },
    create: { siteId: site.id, name: HERE.cluster, title: 'The machine Gazetteer runs on' },
    update: { retiredAt: null },
  });
  const where = { clusterId_name: { clusterId: cluster.id, name } };
  const known = await db.prisma.node.findUnique({ where });
  // There is one node here; a new host name is a new name for it, not another machine.
  const renamed = known ? null : await db.prisma.node.findFirst({ where: { clusterId: cluster.id } });
  const node = renamed
    ? await db.prisma.node.update({ where: { id: renamed.id }, data: { name } })
    : (known ??
      (await db.prisma.node.create({
        data: { clusterId: cluster.id, name, role: 'login', transport: 'local', address: name },
      })));
  // Find's answers hold the names of nodes, folded.
  if (renamed) await refreshRollup(db, cluster.id, null);
  return { clusterId: cluster.id, nodeId: node.id, name };
}

/** Collects this machine through the local transport; gives a sentence for a person. */
export async function collectHere(db: Database, signal: AbortSignal): Promise<string> {
  const { clusterId, nodeId, name } = await ensureHere(db);
  const digests = (await wantedDigests(db, [nodeId])).get(nodeId) ?? [];
  const contents = (await wantedContents(db, [nodeId])).get(nodeId) ?? [];
  const summary = await sweepCluster(
    db,
    {
      id: clusterId,
      name: `${HERE.site}/${HERE.cluster}`,
      suspectShare: DEFAULT_SUSPECT_SHARE,
      nodes: [
        {
          nodeId,
          clusterId,
          target: localTarget(`${HERE.site}/${HERE.cluster}/${name}`),
          agent: { digests, contents },
          limits: DEFAULT_LIMITS,
        },
      ],
    },
    { parallel: 1, signal },
  );
  const seconds = (summary.milliseconds / 1000).toFixed(1);
  const [failure] = summary.failures;
  if (summary.cancelled) return 'The collection of this machine was broken off';
  if (summary.outcomes.failed > 0) return `This machine could not be collected: ${failure?.message ?? ''}`;
  const note = failure ? `; in part: ${failure.message}` : '';
  return `This machine (${name}) was collected in ${seconds} s${note}`;
}
