import type { MatchCounts } from '../../server/routes/schemas/compare.ts';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Plain } from '../components/Plain.tsx';
import { counted, numberText } from '../text/quantities.ts';
import { matches, matchWords, scoreText } from './words.ts';

interface Part {
  title: string;
  count: number;
  /** null: it counts neither way. */
  weight: number | null;
}

/** One score, reckoned up with its own counts. */
export function ScoreParts({
  title,
  score,
  counts,
  weights,
}: {
  title: string;
  score: number | null;
  counts: MatchCounts;
  weights: Record<string, number>;
}) {
  const parts = matches.map(
    (match): Part => ({
      title: matchWords[match].word,
      count: counts[match],
      weight: match === 'unknown' ? null : (weights[match] ?? 0),
    }),
  );
  const worth = parts.reduce((sum, { count, weight }) => sum + count * (weight ?? 0), 0);
  const known = counts.total - counts.unknown;
  return (
    <details class="legend">
      <summary>
        How {scoreText(score)} comes about: <Plain text={title} />
      </summary>
      <DataTable
        caption="What each match is worth"
        columns={columns}
        rows={parts.filter(({ count }) => count > 0)}
        keyOf={(part) => part.title}
      />
      <p>
        {known === 0
          ? 'Of none of them is the match known, so that there is no score.'
          : `${worthText(worth)} divided by the ${counted(known, 'tool')} whose match is known: ${scoreText(score)}.`}
      </p>
    </details>
  );
}

const worthText = (worth: number) => Number(worth.toFixed(2)).toLocaleString('en');

const columns: TableColumn<Part>[] = [
  { key: 'match', title: 'Match', names: true, cell: ({ title }) => title },
  { key: 'count', title: 'Tools', numeric: true, cell: ({ count }) => numberText(count) },
  {
    key: 'weight',
    title: 'Weight',
    numeric: true,
    cell: ({ weight }) => (weight === null ? <span class="none">not counted</span> : `× ${weight}`),
  },
  {
    key: 'worth',
    title: 'Worth',
    numeric: true,
    cell: ({ count, weight }) => (weight === null ? '' : worthText(count * weight)),
  },
];
