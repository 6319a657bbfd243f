import type { DriftAnswer, DriftRow } from '../../server/routes/schemas/drift.ts';
import { sweepPage } from '../addresses/pages.ts';
import type { Filters } from '../addresses/useFilters.ts';
import type { ApiRequest } from '../api/request.ts';
import { DocumentLinks } from '../changes/DocumentLinks.tsx';
import { Age, Between } from '../components/Age.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { NodeSet } from '../components/NodeSet.tsx';
import { Plain } from '../components/Plain.tsx';
import { FileLinks, Foot, PageFoot } from '../components/TableFoot.tsx';
import { counted, numberText } from '../text/quantities.ts';

/** Every value that is not the majority's, with the nodes that hold it. */
export function DriftTable({
  drift,
  request,
  filters,
}: {
  drift: DriftAnswer;
  request: ApiRequest<DriftAnswer>;
  /** Of the page that has its order and columns in the address; on another one the first rows alone are shown. */
  filters?: Filters;
}) {
  return (
    <DataTable
      cards
      caption="Nodes that differ from their peers"
      rows={drift.items}
      keyOf={(_, at) => at}
      columns={columns}
      filters={filters}
      foot={
        filters ? (
          <PageFoot page={drift} request={request} filters={filters} />
        ) : (
          <Foot exports={<FileLinks request={request} />}>
            <span>
              {numberText(drift.items.length)} of {counted(drift.total, 'row')}
            </span>
          </Foot>
        )
      }
    />
  );
}

const columns: TableColumn<DriftRow>[] = [
  {
    key: 'fact',
    by: 'fact',
    fields: ['site', 'cluster', 'facet', 'fact', 'peers', 'peerCount'],
    title: 'Fact',
    names: true,
    cell: ({ facet, fact, peers }) => (
      <>
        <Plain text={fact === '' ? facet : fact} />
        <span class="second">
          {fact !== '' && `${facet}, `}
          <Plain text={peers} />
        </span>
      </>
    ),
  },
  { key: 'status', title: 'State', by: 'status', cell: ({ status }) => status },
  {
    key: 'nodes',
    by: 'nodeCount',
    fields: ['value', 'nodes', 'nodeCount'],
    title: 'Nodes',
    cell: ({ nodes, value }) => (
      <div>
        <NodeSet text={nodes} />: {value === '' ? 'without' : <Plain text={value} />}
      </div>
    ),
  },
  {
    key: 'majority',
    by: 'majority',
    fields: ['majority', 'majorityNodes', 'majorityCount', 'unknownNodes'],
    title: 'Majority',
    cell: ({ majority, majorityCount, unknownNodes }) => (
      <div>
        {counted(majorityCount, 'node')}: {majority === '' ? 'without' : <Plain text={majority} />}
        {unknownNodes !== '' && (
          <div>
            not known of <NodeSet text={unknownNodes} />
          </div>
        )}
      </div>
    ),
  },
  {
    key: 'since',
    by: 'since',
    fields: ['since', 'sinceAfter', 'sweep', 'splitSince'],
    title: 'Since',
    cell: ({ since, sinceAfter, sweep }) => (
      <div>
        <Between since={since} after={sinceAfter} />
        {sweep !== null && <a href={sweepPage(sweep)}>sweep {sweep}</a>}
      </div>
    ),
  },
  {
    key: 'confirmed',
    by: 'confirmedAt',
    fields: ['confirmedAt'],
    title: 'Confirmed',
    cell: ({ confirmedAt }) => <Age at={confirmedAt} none="not known" />,
  },
  {
    key: 'documents',
    fields: ['majorityDocument', 'document'],
    title: 'Documents',
    cell: ({ majorityDocument, document }) => (
      <DocumentLinks
        before={majorityDocument}
        after={document}
        words={{ before: "majority's", after: 'theirs' }}
      />
    ),
  },
];
