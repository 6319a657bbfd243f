import type { VerdictAnswerPage, VerdictFact, VerdictRow } from '../../server/routes/schemas/verdicts.ts';
import { documentPage } from '../addresses/pages.ts';
import type { Filters } from '../addresses/useFilters.ts';
import type { ApiRequest } from '../api/request.ts';
import { Age } from '../components/Age.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { NodeSet } from '../components/NodeSet.tsx';
import { Plain } from '../components/Plain.tsx';
import { PageFoot } from '../components/TableFoot.tsx';
import { VerdictMark } from './VerdictMark.tsx';

/** Why each verdict is as it is: rule by rule, with the facts and how old they are. */
export function ReasonTable({
  answer,
  request,
  filters,
}: {
  answer: VerdictAnswerPage;
  request: ApiRequest<unknown>;
  filters: Filters;
}) {
  const several = answer.subjects.length > 1;
  return (
    <DataTable
      cards
      caption="Reasons"
      rows={answer.items}
      keyOf={(_, index) => index}
      columns={several ? [subject, ...columns] : columns}
      filters={filters}
      foot={<PageFoot page={answer} request={request} filters={filters} />}
    />
  );
}

const subject: TableColumn<VerdictRow> = {
  key: 'subject',
  by: 'subject',
  title: 'Image or environment',
  cell: (row) => <Plain text={row.subject} />,
};

const columns: TableColumn<VerdictRow>[] = [
  {
    key: 'nodes',
    title: 'Nodes',
    by: 'cluster',
    fields: ['site', 'cluster', 'nodes', 'nodeCount'],
    names: true,
    cell: ({ site, cluster, nodes }) => (
      <>
        <Plain text={`${site}/${cluster}`} /> <NodeSet text={nodes} />
      </>
    ),
  },
  { key: 'answer', title: 'Says', by: 'answer', cell: ({ answer }) => <VerdictMark answer={answer} /> },
  { key: 'rule', title: 'Rule', by: 'rule', cell: ({ rule }) => <code>{rule}</code> },
  {
    key: 'why',
    title: 'Why',
    by: 'message',
    fields: ['message'],
    wide: true,
    cell: ({ message }) => <Plain text={message} />,
  },
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
