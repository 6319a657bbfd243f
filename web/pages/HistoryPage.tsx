import { useRoute } from 'preact-iso';
import { clusterPage, nodePage } from '../addresses/pages.ts';
import { useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { clusterHistoryRequest, nodeHistoryRequest, nodeRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { PageHead } from '../components/PageHead.tsx';
import { History, historyQuery } from '../history/History.tsx';

const LEAD =
  'When each document began and ended. A change lies between two visits, and both are said; what failed ended nothing.';

/** The history of one node. */
export function NodeHistoryPage() {
  const id = useRoute().params.id ?? '';
  const filters = useFilters();
  const node = useApi(nodeRequest(id)).data;
  const name = node?.name ?? `node ${id}`;
  useTitle(`History of ${name}`);
  const crumbs = node
    ? [
        { title: `${node.site}/${node.cluster}`, href: clusterPage(node.site, node.cluster) },
        { title: node.name, href: nodePage(node.id) },
      ]
    : [];
  return (
    <>
      <PageHead title={`History of ${name}`} crumbs={crumbs}>
        <p>{LEAD}</p>
      </PageHead>
      <History request={nodeHistoryRequest(id, historyQuery(filters))} filters={filters} ofNode />
    </>
  );
}

/** The history of a cluster, folded over its nodes. */
export function ClusterHistoryPage() {
  const { site = '', cluster = '' } = useRoute().params;
  const filters = useFilters();
  useTitle(`History of ${site}/${cluster}`);
  return (
    <>
      <PageHead
        title={`History of ${cluster}`}
        crumbs={[
          { title: 'Overview', href: '/' },
          { title: `${site}/${cluster}`, href: clusterPage(site, cluster) },
        ]}
      >
        <p>{LEAD}</p>
      </PageHead>
      <History
        request={clusterHistoryRequest(site, cluster, historyQuery(filters))}
        filters={filters}
        ofNode={false}
      />
    </>
  );
}
