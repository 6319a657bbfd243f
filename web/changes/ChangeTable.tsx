import type { ComponentChildren } from 'preact';
import type { Change } from '../../server/routes/schemas/changes.ts';
import { clusterPage } from '../addresses/pages.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { Between } from '../components/Age.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { NodeSet } from '../components/NodeSet.tsx';
import { Plain } from '../components/Plain.tsx';
import { DocumentLinks } from './DocumentLinks.tsx';
import { kindWords } from './kinds.ts';

/** Changes, each with its nodes, both ends of when, and the documents that say so. */
export function ChangeTable({
  caption,
  rows,
  foot,
  filters,
}: {
  caption: ComponentChildren;
  rows: Change[];
  foot: ComponentChildren;
  filters?: Filters;
}) {
  return (
    <DataTable
      cards
      caption={caption}
      rows={rows}
      keyOf={(row, at) => `${at} ${row.cluster} ${row.what}`}
      columns={columns}
      foot={foot}
      filters={filters}
    />
  );
}

const columns: TableColumn<Change>[] = [
  {
    key: 'what',
    title: 'What',
    by: 'what',
    fields: ['what', 'provider', 'facet'],
    names: true,
    cell: ({ what, provider, facet }) => (
      <>
        <Plain text={what} />
        <span class="second">{provider === '' ? facet : provider}</span>
      </>
    ),
  },
  {
    key: 'kind',
    title: 'Change',
    by: 'kind',
    fields: ['kind', 'before', 'after', 'documentBefore', 'documentAfter'],
    cell: ({ kind, before, after, documentBefore, documentAfter }) => (
      <div>
        <span class={`kind kind-${kind}`}>{kindWords[kind]}</span>
        <Values before={before} after={after} />
        {(documentBefore !== '' || documentAfter !== '') && (
          <DocumentLinks before={documentBefore} after={documentAfter} />
        )}
      </div>
    ),
  },
  {
    key: 'nodes',
    title: 'Nodes',
    by: 'nodeCount',
    fields: ['nodes', 'nodeCount'],
    cell: ({ nodes, nodeCount }) => (
      <>
        <NodeSet text={nodes} />
        {nodeCount > 1 && <span class="second">{nodeCount} nodes</span>}
      </>
    ),
  },
  {
    key: 'place',
    title: 'Where',
    by: 'site',
    fields: ['site', 'cluster', 'place'],
    cell: ({ site, cluster, place }) => (
      <>
        <a href={clusterPage(site, cluster)}>
          <Plain text={`${site}/${cluster}`} />
        </a>
        {place !== '' && (
          <div>
            <Plain text={place} />
          </div>
        )}
      </>
    ),
  },
  {
    key: 'when',
    title: 'When',
    by: 'since',
    fields: ['since', 'sinceAfter'],
    cell: ({ since, sinceAfter }) => (
      <div>
        <Between since={since} after={sinceAfter} />
      </div>
    ),
  },
];

/** The value before and the one after; nothing where there was none. */
function Values({ before, after }: { before: string; after: string }) {
  return (
    <>
      {before !== '' && (
        <div>
          <del>
            <Plain text={before} />
          </del>
        </div>
      )}
      {after !== '' && (
        <div>
          <ins>
            <Plain text={after} />
          </ins>
        </div>
      )}
    </>
  );
}
