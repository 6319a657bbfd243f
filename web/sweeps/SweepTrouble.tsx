import type { SweepReason, SweepSlowest } from '../../server/routes/schemas/sweeps.ts';
import { nodePage, sweepPage } from '../addresses/pages.ts';
import { sweepReasonsRequest, sweepSlowestRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { AnswerState } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { NodeSet } from '../components/NodeSet.tsx';
import { VisitOutcomeWord } from '../components/Outcome.tsx';
import { Plain } from '../components/Plain.tsx';
import { FileLinks, Foot } from '../components/TableFoot.tsx';
import { bytesText, durationText, numberText } from '../text/quantities.ts';

/** What went wrong in a sweep, grouped, and the nodes that took longest. */
export function SweepTrouble({ id, every }: { id: string; every: number | undefined }) {
  const [reasons, slowest] = [sweepReasonsRequest(id), sweepSlowestRequest(id)];
  const why = useApi(reasons, { every });
  const slow = useApi(slowest, { every });
  return (
    <div class="columns columns-tables">
      <AnswerState answer={why} what="the reasons">
        {({ items }) =>
          items.length === 0 ? (
            <p class="none">Every node that was visited so far was read whole.</p>
          ) : (
            <DataTable
              cards
              caption="Why nodes were not read whole"
              rows={items}
              keyOf={({ outcome, code }) => `${outcome} ${code}`}
              columns={reasonColumns(id)}
              foot={<Foot exports={<FileLinks request={reasons} />} />}
            />
          )
        }
      </AnswerState>
      <AnswerState answer={slow} what="the slowest nodes">
        {({ items }) =>
          items.length > 0 && (
            <DataTable
              cards
              caption="The slowest nodes"
              rows={items}
              keyOf={({ node }) => node}
              columns={slowColumns}
              foot={<Foot exports={<FileLinks request={slowest} />} />}
            />
          )
        }
      </AnswerState>
    </div>
  );
}

const reasonColumns = (id: string): TableColumn<SweepReason>[] => [
  {
    key: 'nodes',
    title: 'Nodes',
    numeric: true,
    cell: ({ nodes, code, outcome }) => (
      <a href={sweepPage(Number(id), { reason: code, outcome })}>{numberText(nodes)}</a>
    ),
  },
  { key: 'why', title: 'Why', names: true, cell: ({ sentence }) => sentence },
  { key: 'outcome', title: 'Outcome', cell: ({ outcome }) => <VisitOutcomeWord outcome={outcome} /> },
  { key: 'names', title: 'Which', cell: ({ names }) => <NodeSet text={names} /> },
  { key: 'message', title: 'Such as', wide: true, cell: ({ message }) => <Plain text={message} /> },
];

const slowColumns: TableColumn<SweepSlowest>[] = [
  {
    key: 'name',
    title: 'Node',
    names: true,
    cell: ({ node, name }) => (
      <a href={nodePage(node)}>
        <Plain text={name} />
      </a>
    ),
  },
  { key: 'took', title: 'Took', numeric: true, cell: ({ milliseconds }) => durationText(milliseconds) },
  { key: 'sent', title: 'Sent', numeric: true, cell: ({ bytes }) => bytesText(bytes) },
  { key: 'outcome', title: 'Outcome', cell: ({ outcome }) => <VisitOutcomeWord outcome={outcome} /> },
];
