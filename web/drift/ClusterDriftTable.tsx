import type { ClusterDrift } from '../../server/routes/schemas/drift.ts';
import { clusterPage, driftPage } from '../addresses/pages.ts';
import { type Filters, PAGED } from '../addresses/useFilters.ts';
import { driftOverviewRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { Age } from '../components/Age.tsx';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Dash } from '../components/Known.tsx';
import { Plain } from '../components/Plain.tsx';
import { PageFoot } from '../components/TableFoot.tsx';
import { counted, numberText } from '../text/quantities.ts';

/** A line for each cluster; every number leads to the rows that it counts. */
export function ClusterDriftTable({ filters }: { filters: Filters }) {
  const request = driftOverviewRequest(filters.values('site', ...PAGED));
  const answer = useApi(request, { keepBefore: true });
  return (
    <AnswerState answer={answer} what="the drift of all clusters">
      {(page) =>
        page.items.length === 0 ? (
          <Empty title="No cluster is in service." />
        ) : (
          <DataTable
            cards
            caption="Clusters, by nodes that differ from their peers"
            rows={page.items}
            keyOf={({ site, cluster }) => `${site}/${cluster}`}
            columns={columns}
            filters={filters}
            foot={<PageFoot page={page} request={request} filters={filters} />}
          />
        )
      }
    </AnswerState>
  );
}

/** Differences have filters; nodes that are counted stand in a table of that page. */
function linked(count: number, { site, cluster }: ClusterDrift, { status = '', place = '' } = {}) {
  if (count === 0) return <span class="none">0</span>;
  return <a href={driftPage({ site, cluster, status }) + place}>{numberText(count)}</a>;
}

const columns: TableColumn<ClusterDrift>[] = [
  {
    key: 'cluster',
    title: 'Cluster',
    by: 'cluster',
    fields: ['site', 'cluster', 'nodes'],
    names: true,
    cell: ({ site, cluster, nodes }) => (
      <>
        <a href={clusterPage(site, cluster)}>
          <Plain text={`${site}/${cluster}`} />
        </a>
        <span class="second">{counted(nodes, 'node')}</span>
      </>
    ),
  },
  {
    key: 'outliers',
    by: 'outliers',
    title: 'Outliers',
    hint: 'nodes that differ from the majority of their peers',
    numeric: true,
    cell: (row) => linked(row.outliers, row, { place: '#peers' }),
  },
  {
    key: 'differences',
    title: 'Differences',
    by: 'differences',
    numeric: true,
    cell: (row) => linked(row.differences, row),
  },
  {
    key: 'drift',
    title: 'Drift',
    by: 'drift',
    numeric: true,
    cell: (row) => linked(row.drift, row, { status: 'drift' }),
  },
  {
    key: 'rolling',
    title: 'Rolling',
    by: 'rolling',
    numeric: true,
    cell: (row) => linked(row.rolling, row, { status: 'rolling' }),
  },
  {
    key: 'rebootPending',
    by: 'rebootPending',
    title: 'Reboot pending',
    numeric: true,
    cell: (row) => linked(row.rebootPending, row, { status: 'reboot-pending' }),
  },
  {
    key: 'waiting',
    by: 'waiting',
    title: 'Nodes to reboot',
    hint: 'a newer kernel is installed than runs, also where all peers are alike',
    numeric: true,
    cell: (row) => linked(row.waiting, row, { place: '#reboots' }),
  },
  {
    key: 'withoutPeers',
    by: 'withoutPeers',
    title: 'Not judged',
    hint: 'nodes whose hardware is not known and that nobody named: they have no peers',
    numeric: true,
    cell: (row) => linked(row.withoutPeers, row, { place: '#without-peers' }),
  },
  {
    key: 'oldest',
    by: 'oldest',
    fields: ['oldest', 'newest'],
    title: 'Since',
    cell: ({ differences, oldest, newest }) =>
      differences === 0 ? (
        <span class="none">all alike</span>
      ) : (
        <div>
          <Age at={oldest} none="not known" />
          {newest !== null && newest !== oldest && (
            <div>
              the latest <Age at={newest} />
            </div>
          )}
        </div>
      ),
  },
  {
    key: 'confirmed',
    by: 'confirmedAt',
    fields: ['confirmedAt'],
    title: 'Confirmed',
    cell: ({ differences, confirmedAt }) =>
      differences === 0 ? <Dash why="all alike" /> : <Age at={confirmedAt} none="not known" />,
  },
];
