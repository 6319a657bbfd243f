import type { ComponentChildren } from 'preact';
import type { DocumentView } from '../../server/routes/schemas/places.ts';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { FactValue } from '../components/Facts.tsx';
import { labelOf } from '../text/labels.ts';

type Row = DocumentView['rows'][number];

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
          ...(sort ? { sort: sort(name) } : {}),
          cell: (row) => (
            <FactValue field={type === 'bytes' ? 'bytes' : name} value={row[name]} depth={1} brief />
          ),
        }),
      )}
    />
  );
}
