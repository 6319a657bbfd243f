import type { CheckAnswer } from '../../server/routes/schemas/check.ts';
import { documentPage } from '../addresses/pages.ts';
import { CopyLine } from '../components/CopyLine.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Plain } from '../components/Plain.tsx';

type Row = CheckAnswer['environments'][number];

/** Environments of conda that have most of it: one to activate is worth more than the same in many. */
export function Environments({ answer }: { answer: CheckAnswer }) {
  return (
    <DataTable
      cards
      caption={`Environments on ${answer.on} that have most of it by themselves`}
      columns={columnsFor(answer.asked)}
      rows={answer.environments}
      keyOf={(row) => row.place}
    />
  );
}

const columnsFor = (asked: number): TableColumn<Row>[] => [
  {
    key: 'place',
    title: 'Environment',
    names: true,
    cell: (row) => (
      <a href={documentPage(row.document)}>
        <Plain text={row.place} />
      </a>
    ),
  },
  { key: 'there', title: 'Has of it', numeric: true, cell: (row) => `${row.there} of ${asked}` },
  { key: 'packages', title: 'Packages in all', numeric: true, cell: (row) => row.packages },
  {
    key: 'load',
    title: 'To use it',
    cell: (row) =>
      row.load === '' ? (
        <span class="none">no single line makes it usable</span>
      ) : (
        <CopyLine line={row.load} name={row.place} />
      ),
  },
];
