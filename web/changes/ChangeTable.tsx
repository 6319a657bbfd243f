import type { ComponentChildren } from 'preact';
import type { Change } from '../../server/routes/schemas/changes.ts';
import { clusterPage } from '../addresses/pages.ts';
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
}: {
  caption: ComponentChildren;
  rows: Change[];
  foot: ComponentChildren;
}) {
  return (
    <DataTable
      cards
      caption={caption}
      rows={rows}
      keyOf={(row, at) => `${at} ${row.cluster} ${row.what}`}
      columns={columns}
      foot={foot}
    />
  );
}

const columns: TableColumn<Change>[] = [
  {
    key: 'what',
    title: 'What',
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
