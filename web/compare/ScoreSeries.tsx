import type { SeriesPoint } from '../../server/routes/schemas/compare.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { seriesRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { AnswerState } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { FileLinks, Foot } from '../components/TableFoot.tsx';
import { counted, numberText } from '../text/quantities.ts';
import { matches, matchWords, scoreText } from './words.ts';

/** The score over the last ninety days, when somebody asks for it: it is counted then. */
export function ScoreSeries({ a, b, filters }: { a: string; b: string; filters: Filters }) {
  const past = a.includes('@') || b.includes('@');
  const wanted = filters.value('series') === 'yes' && !past;
  const request = seriesRequest({ a, b });
  const answer = useApi(wanted ? request : null);
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
        <DataTable
          caption="The score over the last 90 days"
          columns={columnsOf(a, b, filters)}
          rows={page.items}
          keyOf={({ at }) => at}
          foot={<Foot exports={<FileLinks request={request} />}>{counted(page.total, 'time')}</Foot>}
        />
      )}
    </AnswerState>
  );
}

function columnsOf(a: string, b: string, filters: Filters): TableColumn<SeriesPoint>[] {
  return [
    {
      key: 'at',
      title: 'At',
      names: true,
      cell: ({ at }) => (
        <a href={filters.link({ a: `${a}@${at}`, b: `${b}@${at}`, series: '' })}>
          <time class="day" dateTime={at}>
            {at.slice(0, 10)}
          </time>
        </a>
      ),
    },
    { key: 'score', title: 'Score', numeric: true, cell: ({ score }) => scoreText(score) },
    { key: 'bar', title: 'As a bar', cell: ({ score }) => <ScoreBar score={score} /> },
    { key: 'total', title: 'Tools', numeric: true, cell: ({ total }) => numberText(total) },
    ...matches.map(
      (match): TableColumn<SeriesPoint> => ({
        key: match,
        title: matchWords[match].word,
        numeric: true,
        cell: (row) => numberText(row[match]),
      }),
    ),
  ];
}

function ScoreBar({ score }: { score: number | null }) {
  return (
    <svg class="bar" width="120" height="10" aria-hidden="true">
      <rect class="score-track" width="120" height="10" />
      <rect class="score-bar" width={120 * (score ?? 0)} height="10" />
    </svg>
  );
}
