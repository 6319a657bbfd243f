import type { CheckUse } from '../../server/routes/schemas/check.ts';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Plain } from '../components/Plain.tsx';

/** Folders of modules that a script adds, and what that means on one cluster. */
export function Uses({ rows, on }: { rows: CheckUse[]; on: string }) {
  return (
    <DataTable
      cards
      caption={`Folders of modules that it adds, and what is known of them on ${on}`}
      columns={columns}
      rows={rows}
      keyOf={(row, index) => `${row.line} ${index}`}
    />
  );
}

const columns: TableColumn<CheckUse>[] = [
  { key: 'line', title: 'Line', numeric: true, cell: (row) => row.line },
  {
    key: 'directory',
    title: 'Folder',
    names: true,
    cell: (row) => (
      <code>
        <Plain text={row.directory} />
      </code>
    ),
  },
  { key: 'read', title: 'Read there', cell: (row) => (row.isRead ? 'yes' : 'no') },
  { key: 'others', title: 'Other clusters with it', numeric: true, cell: (row) => row.others },
  { key: 'message', title: 'What it means', wide: true, cell: (row) => <Plain text={row.message} /> },
];
