import type { CheckAnswer, Judged } from '../../server/routes/schemas/check.ts';
import { documentPage } from '../addresses/pages.ts';
import { Age } from '../components/Age.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { NodeSet } from '../components/NodeSet.tsx';
import { Plain } from '../components/Plain.tsx';
import { counted } from '../text/quantities.ts';
import { VerdictWord } from './VerdictWord.tsx';

/** Whether it runs, by alike nodes, with what decides. */
export function Verdicts({ answer }: { answer: CheckAnswer }) {
  const isOne = answer.verdicts.every((row) => row.subject === answer.verdicts[0]?.subject);
  return (
    <DataTable
      cards
      caption={`Whether it runs on ${answer.on}`}
      columns={isOne ? columns : [subject, ...columns]}
      rows={answer.verdicts}
      keyOf={(row) => `${row.subject} ${row.nodes}`}
    />
  );
}

const subject: TableColumn<Judged> = {
  key: 'subject',
  title: 'What',
  names: true,
  cell: (row) => <Plain text={row.subject} />,
};

const columns: TableColumn<Judged>[] = [
  {
    key: 'nodes',
    title: 'Nodes',
    names: true,
    cell: (row) => (
      <>
        <NodeSet text={row.nodes} /> <span class="check-wanted">{counted(row.nodeCount, 'node')}</span>
      </>
    ),
  },
  { key: 'answer', title: 'Runs', cell: (row) => <VerdictWord answer={row.answer} /> },
  { key: 'reasons', title: 'Why', wide: true, cell: (row) => <Reasons row={row} /> },
];

/** Those that decide; when nothing speaks against it, what speaks for it. */
function Reasons({ row }: { row: Judged }) {
  const deciding = row.reasons.filter((one) => one.answer !== 'yes');
  return (
    <ul class="check-reasons">
      {(deciding.length > 0 ? deciding : row.reasons).map((one) => (
        <li key={`${one.rule} ${one.message}`}>
          <VerdictWord answer={one.answer} /> <Plain text={one.message} />{' '}
          {one.document !== '' && (
            <a href={documentPage(one.document)}>
              <Age at={one.confirmedAt} />
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}
