import type { ClusterFacet } from '../../server/routes/schemas/clusterFacets.ts';
import type { Cluster } from '../../server/routes/schemas/places.ts';
import { clusterHistoryPage, documentPage, nodePage } from '../addresses/pages.ts';
import { useFilters } from '../addresses/useFilters.ts';
import { clusterFacetsRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { Age } from '../components/Age.tsx';
import { AnswerState } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Dash } from '../components/Known.tsx';
import { NodeSet } from '../components/NodeSet.tsx';
import { NodesLink } from '../components/NodesLink.tsx';
import { Plain } from '../components/Plain.tsx';
import { FileLinks, Foot } from '../components/TableFoot.tsx';
import { labelOf } from '../text/labels.ts';
import { counted, numberText } from '../text/quantities.ts';

/** What the nodes of a cluster hold: a row for those that hold the same. */
export function HeldFacets({ cluster }: { cluster: Cluster }) {
  const request = clusterFacetsRequest(cluster.site, cluster.name);
  const answer = useApi(request);
  const filters = useFilters();
  return (
    <AnswerState answer={answer} what="what its nodes hold">
      {({ items, total }) =>
        items.length > 0 && (
          <DataTable
            cards
            caption={
              <>
                What its nodes hold
                <span class="caption-note">those that hold the same stand together</span>
              </>
            }
            columns={columnsOf(cluster)}
            rows={items}
            keyOf={(_, at) => at}
            filters={filters}
            foot={
              <Foot exports={<FileLinks request={request} />}>
                <span>{counted(total, 'row')}</span>
                <a href={clusterHistoryPage(cluster.site, cluster.name)}>History of all of it</a>
              </Foot>
            }
          />
        )
      }
    </AnswerState>
  );
}

const columnsOf = (cluster: Cluster): TableColumn<ClusterFacet>[] => [
  {
    key: 'facet',
    title: 'Facet',
    names: true,
    cell: ({ facet }) => (
      <a href={clusterHistoryPage(cluster.site, cluster.name, { facet, unchanged: 'yes' })}>
        {labelOf(facet)}
      </a>
    ),
  },
  {
    key: 'what',
    title: 'What',
    fields: ['line', 'root', 'kind', 'shared'],
    wide: true,
    cell: (row) => <What row={row} />,
  },
  {
    key: 'nodes',
    fields: ['nodes', 'nodeCount'],
    title: 'Nodes',
    cell: ({ nodes, nodeCount }) => (
      <div>
        {cluster.nodes > 1 && (
          <>
            {nodeCount === cluster.nodes && 'all '}
            <NodesLink
              place={{ site: cluster.site, cluster: cluster.name }}
              nodes={nodes}
              count={nodeCount}
            />
            {nodeCount !== cluster.nodes && ` of ${numberText(cluster.nodes)}`}{' '}
          </>
        )}
        <NodeSet text={nodes} />
      </div>
    ),
  },
  {
    key: 'holds',
    title: 'Holds',
    fields: ['document', 'items', 'offerings', 'node'],
    cell: (row) => <Holds row={row} />,
  },
  {
    key: 'read',
    title: 'Read',
    fields: ['confirmedAt'],
    cell: ({ confirmedAt }) => <Age at={confirmedAt} />,
  },
];

function What({ row: { line, root, kind, shared } }: { row: ClusterFacet }) {
  if (kind === '') return line === '' ? <Dash why="its document tells" /> : <Plain text={line} />;
  return (
    <div>
      <code>
        <Plain text={root || kind} />
      </code>
      <span class="second">
        <Plain text={root === '' ? '' : kind} />
        {shared ? ', shared' : ', each node its own'}
      </span>
    </div>
  );
}

function Holds({ row: { document, items, offerings, node, facet } }: { row: ClusterFacet }) {
  if (document !== null) {
    return (
      <a href={documentPage(document)}>
        <code>{document.slice(0, 12)}</code>
      </a>
    );
  }
  return (
    <a href={`${nodePage(node)}#${facet}`}>
      {counted(items, 'document')}
      {offerings > 0 && `, ${counted(offerings, 'tool version')}`}
    </a>
  );
}
