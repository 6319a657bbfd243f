import type { ComponentChildren } from 'preact';
import type { DocumentView } from '../../server/routes/schemas/places.ts';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { FactValue, isEmpty } from '../components/FactValue.tsx';
import { labelOf } from '../text/labels.ts';
import { cellText } from './rowOrder.ts';

type Row = DocumentView['rows'][number];

/** Text longer than this is read as a sentence. */
const SENTENCE = 40;

/** Columns without a value in any row are left out of the page; files have them. */
export function filledColumns(columns: DocumentView['columns'], rows: Row[]): DocumentView['columns'] {
  return columns.filter(({ name }) => rows.some((row) => !isEmpty(row[name] ?? null)));
}

interface Props {
  caption: ComponentChildren;
  columns: DocumentView['columns'];
  rows: Row[];
  /** Addresses that sort by a column, where the table can be sorted. */
  sort?: (column: string) => { href: string; order: 'ascending' | 'descending' | 'none' };
  foot?: ComponentChildren;
}

/** The rows of a document under the columns that its kind describes. */
export function DocumentRows({ caption, columns, rows, sort, foot }: Props) {
  return (
    <DataTable
      caption={caption}
      rows={rows}
      keyOf={(_, index) => index}
      foot={foot}
      columns={columns.map(
        ({ name, type, sentence }, index): TableColumn<Row> => ({
          key: name,
          title: labelOf(name),
          hint: sentence === '' ? undefined : sentence,
          numeric: type === 'number' || type === 'bytes',
          names: index === 0,
          wide: rows.some((row) => cellText(row[name]).length > SENTENCE),
          ...(sort ? { sort: sort(name) } : {}),
          cell: (row) => (
            <FactValue field={type === 'bytes' ? 'bytes' : name} value={row[name]} depth={1} brief />
          ),
        }),
      )}
    />
  );
}
