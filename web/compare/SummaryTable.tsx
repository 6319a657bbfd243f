import type { ComparedDirection, MatchCounts } from '../../server/routes/schemas/compare.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { numberText } from '../text/quantities.ts';
import { categoryWords, matches, matchWords, scoreText } from './words.ts';

interface Part extends MatchCounts {
  title: string;
  score: number | null;
  /** What narrows the rows to it. */
  narrowed: Record<string, string>;
}

/** All tools, each tier and each kind: how many match how. Each count leads to its rows. */
export function SummaryTable({ direction, filters }: { direction: ComparedDirection; filters: Filters }) {
  const none = { tier: '', category: '', q: '', bytes: '' };
  const parts: Part[] = [
    {
      title: filters.value('tools') === '' ? 'all tools' : 'these tools',
      score: direction.score,
      narrowed: none,
      ...direction.matches,
    },
    ...direction.tiers.map(({ tier, ...counts }) => ({
      title: `tier ${tier}`,
      narrowed: { ...none, tier },
      ...counts,
    })),
    ...direction.categories.map(({ category, ...counts }) => ({
      title: categoryWords[category],
      narrowed: { ...none, category },
      ...counts,
    })),
  ];
  const columns: TableColumn<Part>[] = [
    { key: 'title', title: 'Of', names: true, cell: ({ title }) => title },
    { key: 'score', title: 'Score', numeric: true, cell: ({ score }) => scoreText(score) },
    {
      key: 'total',
      title: 'Tools',
      numeric: true,
      cell: ({ total, narrowed }) => (
        <a href={filters.link({ ...narrowed, match: '' })}>{numberText(total)}</a>
      ),
    },
    ...matches.map(
      (match): TableColumn<Part> => ({
        key: match,
        title: matchWords[match].word,
        hint: matchWords[match].sentence,
        numeric: true,
        cell: (part) =>
          part[match] === 0 ? (
            <span class="none">0</span>
          ) : (
            <a href={filters.link({ ...part.narrowed, match })} title={shareText(part[match], part.total)}>
              {numberText(part[match])}
            </a>
          ),
      }),
    ),
  ];
  return (
    <DataTable
      caption="Tools, one per version, by their best match"
      columns={columns}
      rows={parts.filter(({ total }) => total > 0)}
      keyOf={({ title }) => title}
    />
  );
}

const shareText = (count: number, total: number) => `${((100 * count) / total).toFixed(1)} %`;
