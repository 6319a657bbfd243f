import type { VerdictAnswerPage, VerdictFact, VerdictRow } from '../../server/routes/schemas/verdicts.ts';
import { documentPage } from '../addresses/pages.ts';
import type { ApiRequest } from '../api/request.ts';
import { Age } from '../components/Age.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { NodeSet } from '../components/NodeSet.tsx';
import { Plain } from '../components/Plain.tsx';
import { FileLinks, Foot } from '../components/TableFoot.tsx';
import { counted } from '../text/quantities.ts';
import { VerdictMark } from './VerdictMark.tsx';

/** Why each verdict is as it is: rule by rule, with the facts and how old they are. */
export function ReasonTable({
  answer,
  request,
}: {
  answer: VerdictAnswerPage;
  request: ApiRequest<unknown>;
}) {
  const several = answer.subjects.length > 1;
  return (
    <DataTable
      cards
      caption="Reasons"
      rows={answer.items}
      keyOf={(_, index) => index}
      columns={several ? [subject, ...columns] : columns}
      foot={
        <Foot exports={<FileLinks request={request} />}>
          <span>{counted(answer.total, 'reason')}</span>
        </Foot>
      }
    />
  );
}

const subject: TableColumn<VerdictRow> = {
  key: 'subject',
  title: 'Image or environment',
  cell: (row) => <Plain text={row.subject} />,
};

const columns: TableColumn<VerdictRow>[] = [
  {
    key: 'nodes',
    title: 'Nodes',
    names: true,
    cell: ({ site, cluster, nodes }) => (
      <>
        <Plain text={`${site}/${cluster}`} /> <NodeSet text={nodes} />
      </>
    ),
  },
  { key: 'answer', title: 'Says', cell: ({ answer }) => <VerdictMark answer={answer} /> },
  { key: 'rule', title: 'Rule', cell: ({ rule }) => <code>{rule}</code> },
  { key: 'why', title: 'Why', wide: true, cell: ({ message }) => <Plain text={message} /> },
  { key: 'facts', title: 'Facts', wide: true, cell: ({ facts }) => <FactList facts={facts} /> },
];

function FactList({ facts }: { facts: VerdictFact[] }) {
  if (facts.length === 0) return <span class="none">none</span>;
  return (
    <ul class="verdict-facts">
      {facts.map((fact, index) => (
        <li key={index}>
          <OneFact fact={fact} />
        </li>
      ))}
    </ul>
  );
}

function OneFact({ fact: { name, value, document, confirmedAt } }: { fact: VerdictFact }) {
  const label = <Plain text={name} />;
  return (
    <>
      {document === '' ? label : <a href={documentPage(document)}>{label}</a>}:{' '}
      {value === '' ? <span class="none">not known</span> : <Plain text={value} />}{' '}
      {document !== '' && <Age at={confirmedAt} none="no visit tells when" />}
    </>
  );
}
