import type { CheckAnswer } from '../../server/routes/schemas/check.ts';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Plain } from '../components/Plain.tsx';

type Row = CheckAnswer['unread'][number];

/** What of the input could not be read, with its line. */
export function Unread({ rows }: { rows: Row[] }) {
  return (
    <DataTable
      cards
      caption="What could not be read"
      columns={columns}
      rows={rows}
      keyOf={(row, index) => `${row.line} ${index}`}
    />
  );
}

const columns: TableColumn<Row>[] = [
  {
    key: 'line',
    title: 'Line',
    numeric: true,
    cell: (row) => {
      if (row.line === 0) return <span class="none">not told</span>;
      return row.column === 0 ? row.line : `${row.line}, column ${row.column}`;
    },
  },
  {
    key: 'text',
    title: 'Text',
    names: true,
    cell: (row) =>
      row.text === '' ? (
        <span class="none">none</span>
      ) : (
        <code>
          <Plain text={row.text} />
        </code>
      ),
  },
  { key: 'message', title: 'Why', wide: true, cell: (row) => <Plain text={row.message} /> },
];
