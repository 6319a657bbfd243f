import type { ToolTime } from '../../server/routes/schemas/toolGrid.ts';
import { changesPage } from '../addresses/pages.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { toolHistoryRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import type { ChartData } from '../charts/chartData.ts';
import { StackedBars } from '../charts/StackedBars.tsx';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Dash } from '../components/Known.tsx';
import { Plain } from '../components/Plain.tsx';
import { FileLinks, Foot } from '../components/TableFoot.tsx';
import { counted, numberText } from '../text/quantities.ts';
import { dateText, dayText, exactText } from '../time/age.ts';

/** Whether clusters come together or drift apart, when somebody asks for it: all history of the tool is read then. */
export function SkewSeries({ tool, filters }: { tool: string; filters: Filters }) {
  const wanted = filters.value('series') === 'yes';
  const request = toolHistoryRequest(tool, filters.values('site'));
  const answer = useApi(wanted ? request : null);
  if (!wanted)
    return (
      <p>
        <a href={filters.link({ series: 'yes' })}>Who had the newest version over the last 90 days</a>
      </p>
    );
  return (
    <AnswerState answer={answer} what="the history">
      {(page) =>
        page.items.every(({ clusters }) => clusters === 0) ? (
          <Empty title="No cluster is known to have had a version of it in the last 90 days." />
        ) : (
          <StackedBars data={chartOf(page.items)}>
            <DataTable
              caption="Who had the newest version over the last 90 days"
              columns={columnsOf(tool, page.items, filters.value('site'))}
              rows={page.items}
              keyOf={({ at }) => at}
              foot={<Foot exports={<FileLinks request={request} />}>{counted(page.total, 'time')}</Foot>}
            />
          </StackedBars>
        )
      }
    </AnswerState>
  );
}

function columnsOf(tool: string, items: ToolTime[], site: string): TableColumn<ToolTime>[] {
  return [
    {
      key: 'at',
      title: 'At',
      names: true,
      cell: ({ at }) => (
        <time class="day" dateTime={at} title={exactText(Date.parse(at))}>
          {whenText(items)(at)}
        </time>
      ),
    },
    {
      key: 'newest',
      title: 'Newest then',
      cell: ({ newest }) => (newest === '' ? <span class="none">nowhere yet</span> : <Plain text={newest} />),
    },
    { key: 'current', title: 'Had it', numeric: true, cell: ({ current }) => numberText(current) },
    { key: 'behind', title: 'Had older ones only', numeric: true, cell: ({ behind }) => numberText(behind) },
    { key: 'versions', title: 'Versions', numeric: true, cell: ({ versions }) => numberText(versions) },
    {
      key: 'changes',
      title: 'Since the time before',
      fields: [],
      cell: (row) => {
        const before = items[items.indexOf(row) - 1];
        return before ? (
          <a
            href={changesPage({
              since: before.at,
              until: row.at,
              scope: site,
              category: 'offerings',
              q: tool,
            })}
          >
            what changed
          </a>
        ) : (
          <Dash why="the first time that is told" />
        );
      },
    },
  ];
}

function chartOf(items: ToolTime[]): ChartData {
  const text = whenText(items);
  return {
    title: 'Clusters with the newest version, and behind it',
    unit: 'clusters that had the tool; the newest is that of each time',
    rowTitle: 'At',
    series: [
      { title: 'had the newest', ink: 0 },
      { title: 'had older ones only', ink: 1 },
    ],
    rows: items.map(({ at, current, behind }) => ({
      label: text(at),
      values: [current, behind],
    })),
  };
}

/** The day, or the hour where all of it is of a day or two. */
function whenText(items: ToolTime[]): (at: string) => string {
  const span = Date.parse(items.at(-1)?.at ?? '') - Date.parse(items[0]?.at ?? '');
  return (at) => (span > 2 * 86_400_000 ? dateText : dayText)(Date.parse(at));
}
