import type { DriftRow } from '../../server/routes/schemas/drift.ts';
import { sweepPage } from '../addresses/pages.ts';
import { DocumentLinks } from '../changes/DocumentLinks.tsx';
import { Age, Between } from '../components/Age.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { NodeSet } from '../components/NodeSet.tsx';
import { Plain } from '../components/Plain.tsx';
import { Foot } from '../components/TableFoot.tsx';
import { RowFiles } from '../document/RowFiles.tsx';
import { counted, numberText } from '../text/quantities.ts';

/** Every value that is not the majority's, with the nodes that hold it. */
export function DriftTable({ rows, name }: { rows: DriftRow[]; name: string }) {
  return (
    <DataTable
      cards
      caption="Nodes that differ from their peers"
      rows={rows}
      keyOf={(_, at) => at}
      columns={columns}
      foot={
        <Foot exports={<RowFiles name={name} columns={Object.keys(rows[0] ?? {})} rows={rows} />}>
          <span>{counted(rows.length, 'row')}</span>
        </Foot>
      }
    />
  );
}

const columns: TableColumn<DriftRow>[] = [
  {
    key: 'fact',
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
  { key: 'status', title: 'State', cell: ({ status }) => status },
  {
    key: 'nodes',
    title: 'Nodes',
    cell: ({ nodes, value }) => (
      <div>
        <NodeSet text={nodes} />: {value === '' ? 'without' : <Plain text={value} />}
      </div>
    ),
  },
  {
    key: 'majority',
    title: 'Majority',
    cell: ({ majority, majorityCount, unknownNodes }) => (
      <div>
        {numberText(majorityCount)} with {majority === '' ? 'none of it' : <Plain text={majority} />}
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
    title: 'Confirmed',
    cell: ({ confirmedAt }) => <Age at={confirmedAt} none="not known" />,
  },
  {
    key: 'documents',
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
