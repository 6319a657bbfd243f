import type { SeriesPoint } from '../../server/routes/schemas/compare.ts';
import { listFilters } from '../addresses/listFilters.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { seriesRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import type { ChartData } from '../charts/chartData.ts';
import { TimeSeries } from '../charts/TimeSeries.tsx';
import { ShortDay } from '../components/Age.tsx';
import { AnswerState } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { FileLinks, Foot } from '../components/TableFoot.tsx';
import { counted, numberText } from '../text/quantities.ts';
import { dateText } from '../time/age.ts';
import { matches, matchWords, scoreText } from './words.ts';

/** The score over the last ninety days, when somebody asks for it: it is counted then. */
export function ScoreSeries({ a, b, filters }: { a: string; b: string; filters: Filters }) {
  const past = a.includes('@') || b.includes('@');
  const wanted = filters.value('series') === 'yes' && !past;
  const own = listFilters(filters, 'series');
  const request = seriesRequest({ a, b, ...filters.values('tools'), ...own.values('sort') });
  const answer = useApi(wanted ? request : null, { keepBefore: true });
  if (past) return null;
  if (!wanted)
    return (
      <p>
        <a href={filters.link({ series: 'yes' })}>The score over the last 90 days</a>
      </p>
    );
  return (
    <AnswerState answer={answer} what="the score over time">
      {(page) => (
        <TimeSeries data={chartOf(a, b, page.items, filters)}>
          <DataTable
            caption="The score over the last 90 days"
            columns={columnsOf(a, b, filters)}
            rows={page.items}
            keyOf={({ at }) => at}
            filters={own}
            foot={<Foot exports={<FileLinks request={request} />}>{counted(page.total, 'time')}</Foot>}
          />
        </TimeSeries>
      )}
    </AnswerState>
  );
}

function columnsOf(a: string, b: string, filters: Filters): TableColumn<SeriesPoint>[] {
  return [
    {
      key: 'at',
      title: 'At',
      by: 'at',
      names: true,
      cell: ({ at }) => (
        <a href={pastLink(a, b, at, filters)}>
          <ShortDay at={at} />
        </a>
      ),
    },
    { key: 'score', title: 'Score', by: 'score', numeric: true, cell: ({ score }) => scoreText(score) },
    { key: 'total', title: 'Tools', by: 'total', numeric: true, cell: ({ total }) => numberText(total) },
    ...matches.map(
      (match): TableColumn<SeriesPoint> => ({
        key: match,
        title: matchWords[match].word,
        by: match,
        numeric: true,
        cell: (row) => numberText(row[match]),
      }),
    ),
  ];
}

/** A comparison at each of these times is a page of its own. */
const pastLink = (a: string, b: string, at: string, filters: Filters) =>
  filters.link({ a: `${a}@${at}`, b: `${b}@${at}`, series: '' });

function chartOf(a: string, b: string, points: SeriesPoint[], filters: Filters): ChartData {
  return {
    title: `${filters.value('tools') === '' ? 'The tools' : 'Some tools'} of ${a} in ${b}`,
    unit: 'score, where 1 is all, identical',
    rowTitle: 'At',
    series: [{ title: 'Score' }],
    // Time goes to the right, however the table is sorted.
    rows: points
      .toSorted((one, other) => one.at.localeCompare(other.at))
      .map(({ at, score }) => ({
        label: dateText(Date.parse(at)),
        at: Date.parse(at),
        values: [score],
        links: [pastLink(a, b, at, filters)],
      })),
  };
}
