import { changesPage, clusterHistoryPage, driftPage } from '../addresses/pages.ts';
import { driftRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { counted } from '../text/quantities.ts';

/** On the page of a cluster: how many nodes differ, and where to read more. */
export function DriftNote({ site, cluster }: { site: string; cluster: string }) {
  const { data } = useApi(driftRequest(site, cluster, { limit: 1 }));
  const waiting = data?.reboots.reduce((sum, { nodeCount }) => sum + nodeCount, 0) ?? 0;
  return (
    <p class="links-line">
      <a href={driftPage({ site, cluster })}>
        {data === undefined
          ? 'Nodes that differ from their peers'
          : `${counted(data.outliers, 'node differs', 'nodes differ')} from ${data.outliers === 1 ? 'its' : 'their'} peers`}
      </a>
      {waiting > 0 && <span>{counted(waiting, 'node waits', 'nodes wait')} for a reboot</span>}
      <a href={changesPage({ scope: `${site}/${cluster}` })}>What changed in the last week</a>
      <a href={clusterHistoryPage(site, cluster)}>History</a>
    </p>
  );
}
