import type { RootState } from '../../server/routes/schemas/places.ts';
import { documentPage } from '../addresses/pages.ts';
import { Age, Since } from '../components/Age.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { FacetOutcomeWord, ReasonText } from '../components/Outcome.tsx';
import { Plain } from '../components/Plain.tsx';
import { bytesText, counted } from '../text/quantities.ts';
import { RootContents } from './RootContents.tsx';

type Item = RootState['items'][number];

/** One place that a facet reads, how that went, and the documents in it. */
export function RootSheet({ root }: { root: RootState }) {
  return (
    <section class="root" aria-label={`${root.kind} ${root.path}`}>
      <header class="root-head">
        <h3>
          <Plain text={root.path === '' ? root.kind : root.path} />
        </h3>
        <p class="facet-state">
          <FacetOutcomeWord outcome={root.outcome} /> <ReasonText reason={root.reason} />
          {root.confirmedAt !== null && (
            <span class="facet-age">
              {root.outcome === 'failed' ? 'known from ' : 'read '}
              <Age at={root.confirmedAt} />
            </span>
          )}
        </p>
        <p class="root-about">
          <Plain text={root.kind} />
          {root.mount !== '' && (
            <>
              {' on '}
              <Plain text={root.mount} />
            </>
          )}
          , {root.shared ? 'shared with other nodes' : 'this node’s own'}
          {root.key !== '' && (
            <>
              {' · read as '}
              <Plain text={root.key} />
            </>
          )}
        </p>
      </header>
      <RootItems root={root} />
    </section>
  );
}

function RootItems({ root }: { root: RootState }) {
  const { items } = root;
  if (items.length === 0) {
    return <p class="none">{root.outcome === 'present' ? 'Read, and empty.' : 'Nothing is known in it.'}</p>;
  }
  return (
    <>
      <RootContents root={root} />
      <details class="items">
        <summary>{counted(items.length, 'document')}, and since when</summary>
        <ItemTable items={items} path={root.path} />
      </details>
    </>
  );
}

function ItemTable({ items, path }: { items: Item[]; path: string }) {
  return (
    <DataTable
      caption={`Documents in ${path}`}
      rows={items}
      keyOf={(item) => item.path}
      columns={[
        {
          key: 'path',
          title: 'Item',
          names: true,
          cell: (item) => (
            <a href={documentPage(item.document.hash)}>
              <Plain text={item.path === '' ? 'the whole root' : item.path} />
            </a>
          ),
        },
        { key: 'kind', title: 'Kind', cell: (item) => <Plain text={item.document.kind} /> },
        { key: 'size', title: 'Document', numeric: true, cell: (item) => bytesText(item.document.bytes) },
        {
          key: 'since',
          title: 'Unchanged',
          cell: (item) => <Since since={item.since} after={item.sinceAfter} />,
        },
      ]}
    />
  );
}
