import type { DriftAnswer, PeerRow, RebootRow } from '../../server/routes/schemas/drift.ts';
import { clusterPage } from '../addresses/pages.ts';
import { type Filters, PAGED, useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import type { ApiRequest } from '../api/request.ts';
import { driftRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { Between } from '../components/Age.tsx';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { ChoiceFilter, FilterForm, PlaceFilters } from '../components/FilterForm.tsx';
import { NodeSet } from '../components/NodeSet.tsx';
import { NodesLink } from '../components/NodesLink.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { Plain } from '../components/Plain.tsx';
import { SetFilter } from '../components/SetFilter.tsx';
import { Foot } from '../components/TableFoot.tsx';
import { RowFiles } from '../document/RowFiles.tsx';
import { ClusterDriftTable } from '../drift/ClusterDriftTable.tsx';
import { DriftTable } from '../drift/DriftTable.tsx';

const FILTERS = ['site', 'cluster', 'nodes', 'facet', 'status'];
const STATUSES = ['drift', 'rolling', 'reboot-pending'].map((value) => ({ value, title: value }));

/** Where nodes of a cluster differ from their peers; without a cluster a line for each. */
export function DriftPage() {
  const filters = useFilters();
  const { site = '', cluster = '' } = filters.values('site', 'cluster');
  const chosen = site !== '' && cluster !== '';
  useTitle(chosen ? `Drift of ${site}/${cluster}` : 'Drift');
  const request = chosen
    ? driftRequest(site, cluster, { ...filters.values('nodes', 'facet', 'status', ...PAGED), limit: 100 })
    : null;
  const answer = useApi(request, { keepBefore: true });
  const facets = answer.data?.facets ?? [];
  return (
    <>
      <PageHead
        title="Drift"
        crumbs={chosen ? [{ title: `${site}/${cluster}`, href: clusterPage(site, cluster) }] : []}
      >
        <p>
          Nodes are compared with those of one role and equal hardware, or with those that an administrator
          named as alike. What is not known of a node makes it no outlier.
        </p>
      </PageHead>
      <FilterForm filters={filters} names={FILTERS}>
        <PlaceFilters filters={filters} />
        {chosen && (
          <>
            <ChoiceFilter
              title="Facet"
              name="facet"
              choices={facets.map((value) => ({ value, title: value }))}
              filters={filters}
            />
            <ChoiceFilter title="State" name="status" choices={STATUSES} filters={filters} />
            <SetFilter filters={filters} name="nodes" title="Nodes" />
          </>
        )}
      </FilterForm>
      {request === null ? (
        <ClusterDriftTable filters={filters} />
      ) : (
        <AnswerState answer={answer} what="the drift">
          {(drift) => <Drift drift={drift} request={request} filters={filters} />}
        </AnswerState>
      )}
    </>
  );
}

function Drift({
  drift,
  request,
  filters,
}: {
  drift: DriftAnswer;
  request: ApiRequest<DriftAnswer>;
  filters: Filters;
}) {
  const name = `gazetteer-drift-${drift.site}-${drift.cluster}`;
  return (
    <>
      {drift.items.length > 0 ? (
        <DriftTable drift={drift} request={request} filters={filters} />
      ) : (
        <Empty
          title={
            drift.peers.length === 0
              ? 'No node has peers that it could be compared with.'
              : drift.facets.length === 0
                ? 'No node differs from its peers.'
                : 'No difference is like that.'
          }
        />
      )}
      {drift.reboots.length > 0 && (
        <div id="reboots">
          <DataTable
            cards
            caption="A newer kernel is installed than runs"
            rows={drift.reboots}
            keyOf={({ running, newest }) => `${running} ${newest}`}
            columns={rebootColumns(drift)}
            foot={
              <Foot exports={<RowFiles name={`${name}-reboots`} columns={REBOOT} rows={drift.reboots} />} />
            }
          />
        </div>
      )}
      {drift.peers.length > 0 && (
        <div id="peers">
          <DataTable
            cards
            caption="Peers"
            rows={drift.peers}
            keyOf={(_, at) => at}
            columns={peerColumns(drift)}
            foot={<Foot exports={<RowFiles name={`${name}-peers`} columns={PEERS} rows={drift.peers} />} />}
          />
        </div>
      )}
      {drift.unknownCount > 0 && (
        <p id="without-peers">
          <NodesLink
            place={{ site: drift.site, cluster: drift.cluster }}
            nodes={drift.unknown}
            count={drift.unknownCount}
          />{' '}
          without peers, since their hardware is not known: <NodeSet text={drift.unknown} />
        </p>
      )}
    </>
  );
}

const PEERS = ['peers', 'named', 'nodes', 'nodeCount', 'outliers'];
const REBOOT = ['nodes', 'nodeCount', 'running', 'newest', 'since', 'sinceAfter'];

const rebootColumns = (place: DriftAnswer): TableColumn<RebootRow>[] => [
  { key: 'nodes', title: 'Nodes', names: true, cell: ({ nodes }) => <NodeSet text={nodes} /> },
  howMany(place),
  { key: 'running', title: 'Runs', cell: ({ running }) => <Plain text={running} /> },
  { key: 'newest', title: 'Installed', cell: ({ newest }) => <Plain text={newest} /> },
  {
    key: 'since',
    title: 'Since',
    cell: ({ since, sinceAfter }) => (
      <div>
        <Between since={since} after={sinceAfter} />
      </div>
    ),
  },
];

/** Of the answer its place alone is wanted: nodes are looked for by name. */
const howMany = ({ site, cluster }: DriftAnswer): TableColumn<{ nodes: string; nodeCount: number }> => ({
  key: 'count',
  title: 'How many',
  numeric: true,
  cell: ({ nodes, nodeCount }) => <NodesLink place={{ site, cluster }} nodes={nodes} count={nodeCount} />,
});

const peerColumns = (place: DriftAnswer): TableColumn<PeerRow>[] => [
  { key: 'nodes', title: 'Nodes', names: true, cell: ({ nodes }) => <NodeSet text={nodes} /> },
  {
    key: 'peers',
    title: 'Alike by',
    cell: ({ peers, named }) => (named ? <Plain text={`the name ${peers}`} /> : `role ${peers} and hardware`),
  },
  howMany(place),
  { key: 'outliers', title: 'Differ', numeric: true, cell: ({ outliers }) => outliers },
];
