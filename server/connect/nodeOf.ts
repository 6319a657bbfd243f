import { visitTargetOf } from '../collect/targets.ts';
import type { VisitTarget } from '../collect/visitNode.ts';
import { GazetteerError } from '../errors.ts';
import type { Inventory } from '../inventory/inventory.ts';
import { surroundings, targetOf } from '../inventory/targets.ts';

/** A node of an inventory that need not be applied yet, as it would be visited; of a cluster, its first node. */
export function nodeOf(
  inventory: Inventory,
  place: string,
  dataFolder: string,
): { name: string; visit: VisitTarget } {
  const [siteName = '', clusterName = '', nodeName = ''] = place.split('/');
  const site = inventory.sites.find(({ name }) => name === siteName);
  const cluster = site?.clusters.find(({ name }) => name === clusterName);
  const node = cluster?.nodes.find(({ name }) => nodeName === '' || name === nodeName);
  if (!node) {
    throw new GazetteerError(
      'no-node',
      `the file names no node ${place}`,
      'Name it as site/cluster or site/cluster/node; nodes that a source tells can be tested once they are named',
    );
  }
  const name = `${siteName}/${clusterName}/${node.name}`;
  const ids = { nodeId: 0, clusterId: 0 };
  const around = surroundings(dataFolder);
  const visit = visitTargetOf(ids, name, node.settings, around, []);
  const { job } = visit.target;
  const starter = job && cluster?.nodes.find((one) => one.name === job.via);
  if (starter && !AGENTLESS.has(starter.settings.transport))
    visit.target.via = targetOf(`${siteName}/${clusterName}/${starter.name}`, starter.settings, around);
  return { name, visit };
}

/** On nodes of these transports nothing can be started. */
const AGENTLESS: ReadonlySet<string> = new Set(['job', 'push', 'file']);
