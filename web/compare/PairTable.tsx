import type { PairRow, Pairs } from '../../server/routes/schemas/compare.ts';
import { comparePage } from '../addresses/pages.ts';
import type { Filters } from '../addresses/useFilters.ts';
import type { ApiRequest } from '../api/request.ts';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Plain } from '../components/Plain.tsx';
import { PageFoot } from '../components/TableFoot.tsx';
import { numberText } from '../text/quantities.ts';
import { placeAt } from './TimeSlider.tsx';
import { matches, matchWords, scoreText } from './words.ts';

/** With these a table of sites with long names is wider than 1280 pixels. */
const EXTRA: ReadonlySet<string> = new Set(['same-recipe', 'near-version', 'other-version']);

/** The same pairs with their counts, each a link to the tools behind it. */
export function PairTable({
  pairs,
  request,
  filters,
  kept,
  day,
}: {
  pairs: Pairs;
  request: ApiRequest<unknown>;
  filters: Filters;
  kept: Record<string, string>;
  /** Of the past; '' for now. */
  day: string;
}) {
  const pageOf = ({ a, b }: PairRow, more: Record<string, string> = {}) =>
    comparePage({ ...kept, a: placeAt(a, day), b: placeAt(b, day), ...more });
  const columns: TableColumn<PairRow>[] = [
    { key: 'a', title: 'The tools of', by: 'a', names: true, cell: ({ a }) => <Plain text={a} /> },
    { key: 'b', title: 'in', by: 'b', cell: ({ b }) => <Plain text={b} /> },
    {
      key: 'score',
      title: 'Score',
      by: 'score',
      numeric: true,
      cell: (row) => <a href={pageOf(row)}>{scoreText(row.score)}</a>,
    },
    { key: 'total', title: 'Tools', by: 'total', numeric: true, cell: ({ total }) => numberText(total) },
    ...matches.map(
      (match): TableColumn<PairRow> => ({
        key: match,
        title: matchWords[match].word,
        by: match,
        extra: EXTRA.has(match),
        hint: matchWords[match].sentence,
        numeric: true,
        cell: (row) =>
          row[match] === 0 ? (
            <span class="none">0</span>
          ) : (
            <a href={pageOf(row, { match })}>{numberText(row[match])}</a>
          ),
      }),
    ),
  ];
  return (
    <DataTable
      caption="Pairs with their counts"
      columns={columns}
      rows={pairs.items}
      keyOf={({ a, b }) => `${a} ${b}`}
      filters={filters}
      foot={<PageFoot page={pairs} request={request} filters={filters} />}
    />
  );
}
