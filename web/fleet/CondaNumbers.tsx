import { type Filters, PAGED } from '../addresses/useFilters.ts';
import type { ApiRequest } from '../api/request.ts';
import {
  condaChannelsRequest,
  condaClustersRequest,
  condaOwnersRequest,
  type Page,
} from '../api/requests.ts';
import { isSettled, useApi } from '../api/useApi.ts';
import { Bars } from '../charts/Bars.tsx';
import type { ChartData } from '../charts/chartData.ts';
import { StackedBars } from '../charts/StackedBars.tsx';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { PageFoot } from '../components/TableFoot.tsx';
import { numberText } from '../text/quantities.ts';
import { byChannel, byCluster, byOwner } from './condaCharts.ts';
import { channelColumns, clusterColumns, ownerColumns } from './condaColumns.tsx';

/** What environments add up to: by cluster, by channel, by owner. */
export function CondaNumbers({ filters }: { filters: Filters }) {
  const { link } = filters;
  if (filters.value('show') === 'channels') {
    return (
      <Sheet
        key="channels"
        filters={filters}
        ask={condaChannelsRequest}
        caption="Channels that packages came from, cluster by cluster"
        columns={channelColumns(link)}
        chart={(rows) => byChannel(rows, link)}
      />
    );
  }
  if (filters.value('show') === 'owners') {
    return (
      <Sheet
        key="owners"
        filters={filters}
        ask={condaOwnersRequest}
        caption="Whose environments there are"
        columns={ownerColumns(link)}
        chart={(rows) => byOwner(rows, link)}
      />
    );
  }
  return (
    <Sheet
      key="clusters"
      filters={filters}
      ask={condaClustersRequest}
      caption="Environments of each cluster, in numbers"
      columns={clusterColumns(link)}
      chart={(rows) => byCluster(rows, link)}
    />
  );
}

/** The most that one answer holds. */
const LIMIT = 1000;

function Sheet<Row>({
  filters,
  ask,
  caption,
  columns,
  chart,
}: {
  filters: Filters;
  ask: (query: Record<string, string | number>) => ApiRequest<Page<Row>>;
  caption: string;
  columns: TableColumn<Row>[];
  chart: (rows: Row[]) => ChartData;
}) {
  const whole = ask({ ...filters.values('site', 'cluster', 'nodes'), limit: LIMIT });
  const paged = ask({ ...filters.values('site', 'cluster', 'nodes', ...PAGED), limit: LIMIT });
  // The chart shows all of them, whichever page and order the table has.
  const drawn = useApi(whole, { keepBefore: true });
  const asked = useApi(paged.path === whole.path ? null : paged, { keepBefore: true });
  const answer = paged.path === whole.path ? drawn : asked;
  return (
    <>
      <AnswerState answer={drawn} what="the environments">
        {({ items, next }) => items.length > 0 && <Chart data={chart(items)} whole={next === null} />}
      </AnswerState>
      {isSettled(drawn) && (
        <AnswerState answer={answer} what="the environments">
          {(page) =>
            page.items.length === 0 ? (
              <Empty title="No environment of conda was seen there." />
            ) : (
              <DataTable
                cards
                caption={caption}
                columns={columns}
                rows={page.items}
                keyOf={(_, at) => at}
                filters={filters}
                foot={<PageFoot page={page} request={paged} filters={filters} />}
              />
            )
          }
        </AnswerState>
      )}
    </>
  );
}

function Chart({ data, whole }: { data: ChartData; whole: boolean }) {
  const told = whole ? data : { ...data, title: `${data.title}, by the first ${numberText(LIMIT)} rows` };
  return told.series.length > 1 ? <StackedBars data={told} /> : <Bars data={told} />;
}
