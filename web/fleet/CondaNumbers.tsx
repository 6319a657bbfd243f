import type { Filters } from '../addresses/useFilters.ts';
import type { ApiRequest } from '../api/request.ts';
import {
  condaChannelsRequest,
  condaClustersRequest,
  condaOwnersRequest,
  type Page,
} from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { Bars } from '../charts/Bars.tsx';
import type { ChartData } from '../charts/chartData.ts';
import { StackedBars } from '../charts/StackedBars.tsx';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { FileLinks, Foot } from '../components/TableFoot.tsx';
import { counted } from '../text/quantities.ts';
import { byChannel, byCluster, byOwner } from './condaCharts.ts';
import { channelColumns, clusterColumns, ownerColumns } from './condaColumns.tsx';

/** What environments add up to: by cluster, by channel, by owner. */
export function CondaNumbers({ filters }: { filters: Filters }) {
  const places = filters.values('site', 'cluster', 'nodes');
  const { link } = filters;
  if (filters.value('show') === 'channels') {
    return (
      <Sheet
        filters={filters}
        request={condaChannelsRequest(places)}
        caption="Channels that packages came from, cluster by cluster"
        columns={channelColumns(link)}
        chart={(rows) => byChannel(rows, link)}
      />
    );
  }
  if (filters.value('show') === 'owners') {
    return (
      <Sheet
        filters={filters}
        request={condaOwnersRequest(places)}
        caption="Whose environments there are"
        columns={ownerColumns(link)}
        chart={(rows) => byOwner(rows, link)}
      />
    );
  }
  return (
    <Sheet
      filters={filters}
      request={condaClustersRequest(places)}
      caption="Environments of each cluster, in numbers"
      columns={clusterColumns(link)}
      chart={(rows) => byCluster(rows, link)}
    />
  );
}

function Sheet<Row>({
  filters,
  request,
  caption,
  columns,
  chart,
}: {
  filters: Filters;
  request: ApiRequest<Page<Row>>;
  caption: string;
  columns: TableColumn<Row>[];
  chart: (rows: Row[]) => ChartData;
}) {
  const answer = useApi(request, { keepBefore: true });
  return (
    <AnswerState answer={answer} what="the environments">
      {({ items, total }) => {
        if (items.length === 0) return <Empty title="No environment of conda was seen there." />;
        const data = chart(items);
        return (
          <>
            {data.series.length > 1 ? <StackedBars data={data} /> : <Bars data={data} />}
            <DataTable
              cards
              caption={caption}
              columns={columns}
              rows={items}
              keyOf={(_, at) => at}
              filters={filters}
              foot={<Foot exports={<FileLinks request={request} />}>{counted(total, 'row')}</Foot>}
            />
          </>
        );
      }}
    </AnswerState>
  );
}
