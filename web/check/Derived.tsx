import type { DerivedImage } from '../../server/routes/schemas/check.ts';
import { CopyLine } from '../components/CopyLine.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Plain } from '../components/Plain.tsx';
import { VerdictWord } from './VerdictWord.tsx';

/** Images that should exist for what is not there. */
export function Derived({ rows }: { rows: DerivedImage[] }) {
  return (
    <DataTable
      cards
      caption="Images that should exist for what is not there: derived, not checked"
      columns={columns}
      rows={rows}
      keyOf={(row) => row.reference}
    />
  );
}

const columns: TableColumn<DerivedImage>[] = [
  { key: 'packages', title: 'For', names: true, cell: (row) => <Plain text={row.packages.join(', ')} /> },
  {
    key: 'reference',
    title: 'Image',
    cell: (row) => (
      <>
        <CopyLine line={row.reference} name={`the image of ${row.packages.join(', ')}`} />
        <span class="access">{row.note}</span>
      </>
    ),
  },
  {
    key: 'runs',
    title: 'Would run here',
    wide: true,
    cell: (row) => (
      <>
        <VerdictWord answer={row.runs} /> {row.runs !== 'yes' && <Plain text={row.reasons.join(' ')} />}
      </>
    ),
  },
];
