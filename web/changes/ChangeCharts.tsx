import type { ChangesSummaryRow } from '../../server/routes/schemas/changes.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { changesSummaryRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import type { ChartData } from '../charts/chartData.ts';
import { StackedBars } from '../charts/StackedBars.tsx';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { categoryWords } from './kinds.ts';

type Category = keyof typeof categoryWords;
const CATEGORIES: Category[] = ['offerings', 'facts', 'gpus', 'runtimes', 'nodes'];

const titles: Record<string, string> = {
  week: 'Changes by week',
  day: 'Changes by day',
  cluster: 'Changes by cluster',
  facet: 'Changes by facet',
};

export const chartChoices = Object.keys(titles).map((value) => ({ value, title: `by ${value}` }));

/** How the changes that the list has are spread, when somebody asks for it. */
export function ChangeCharts({ filters, asked }: { filters: Filters; asked: Record<string, string> }) {
  const by = filters.value('chart');
  const answer = useApi(by in titles ? changesSummaryRequest({ ...asked, by }) : null, { keepBefore: true });
  if (!(by in titles)) return null;
  return (
    <AnswerState answer={answer} what="how changes are spread">
      {({ items }) =>
        items.length === 0 ? (
          <Empty title="Nothing changed." />
        ) : (
          <StackedBars data={chartOf(items, by, filters)} />
        )
      }
    </AnswerState>
  );
}

function chartOf(rows: ChangesSummaryRow[], by: string, filters: Filters): ChartData {
  const shown = CATEGORIES.filter((category) => rows.some((row) => row[category] > 0));
  return {
    title: titles[by] ?? '',
    unit: 'changes, each folded over its nodes',
    rowTitle: by === 'week' ? 'Week that begins' : by,
    series: shown.map((category) => ({ title: categoryWords[category] })),
    rows: rows.map((row) => ({
      label: row.key === '' ? 'nodes themselves' : row.key,
      values: shown.map((category) => row[category]),
      links: shown.map((category) => linkOf(row, by, category, filters)),
    })),
  };
}

/** The list of just these. Of a week or a day there is none: what a window tells is folded between its own ends. */
function linkOf(row: ChangesSummaryRow, by: string, category: Category, filters: Filters) {
  if (by === 'cluster') return filters.link({ category, scope: row.key });
  return by === 'facet' && row.key !== '' ? filters.link({ category, facet: row.key }) : undefined;
}
