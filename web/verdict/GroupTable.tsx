import type { GroupVerdict } from '../../server/routes/schemas/verdicts.ts';
import { clusterPage, documentPage, nodePage } from '../addresses/pages.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { NodeSet } from '../components/NodeSet.tsx';
import { NodesLink } from '../components/NodesLink.tsx';
import { Plain } from '../components/Plain.tsx';
import { Foot } from '../components/TableFoot.tsx';
import { RowFiles } from '../document/RowFiles.tsx';
import { counted } from '../text/quantities.ts';
import { VerdictMark } from './VerdictMark.tsx';

/** A row per image or environment and kind of node. */
export function GroupTable({ groups, filters }: { groups: GroupVerdict[]; filters: Filters }) {
  return (
    <DataTable
      cards
      caption="Verdicts, nodes that are alike together"
      rows={groups}
      keyOf={({ document, site, cluster, nodes }) => `${document} ${site}/${cluster} ${nodes}`}
      columns={columns}
      filters={filters}
      allColumns
      foot={
        <Foot
          exports={
            <RowFiles name="gazetteer-verdicts" columns={Object.keys(groups[0] ?? {})} rows={groups} />
          }
        >
          <span>{counted(groups.length, 'verdict')}</span>
        </Foot>
      }
    />
  );
}

const columns: TableColumn<GroupVerdict>[] = [
  {
    key: 'subject',
    by: 'subject',
    title: 'Image or environment',
    names: true,
    cell: ({ subject, document }) => (
      <a href={documentPage(document)}>
        <Plain text={subject} />
      </a>
    ),
  },
  { key: 'verdict', title: 'Runs', by: 'verdict', cell: ({ verdict }) => <VerdictMark answer={verdict} /> },
  {
    key: 'cluster',
    by: 'cluster',
    title: 'Cluster',
    cell: ({ site, cluster }) => (
      <a href={clusterPage(site, cluster)}>
        <Plain text={`${site}/${cluster}`} />
      </a>
    ),
  },
  {
    key: 'nodes',
    by: 'nodes',
    title: 'Nodes',
    cell: ({ nodes, node }) => (
      <a href={nodePage(node)}>
        <NodeSet text={nodes} />
      </a>
    ),
  },
  {
    key: 'count',
    by: 'nodeCount',
    title: 'Number',
    numeric: true,
    cell: ({ site, cluster, nodes, nodeCount }) => (
      <NodesLink place={{ site, cluster }} nodes={nodes} count={nodeCount} />
    ),
  },
  { key: 'roles', title: 'Role', cell: ({ roles }) => roles.join(', ') },
];
