import type { ComponentChildren } from 'preact';
import type { FleetImageRow } from '../../server/routes/schemas/fleetImages.ts';
import { clusterPage, documentPage } from '../addresses/pages.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { Age } from '../components/Age.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Made } from '../components/Made.tsx';
import { Plain } from '../components/Plain.tsx';
import { bytesText, counted, numberText } from '../text/quantities.ts';
import { visibleText } from '../text/visible.ts';

interface Props {
  rows: FleetImageRow[];
  filters: Filters;
  foot: ComponentChildren;
}

export function ImageTable({ rows, filters, foot }: Props) {
  const columns: TableColumn<FleetImageRow>[] = [
    ...firstColumns,
    {
      key: 'digest',
      by: 'digest',
      title: 'Digest',
      hint: 'of the whole file where it was computed, else as the image tells it; it leads to all images with it',
      cell: ({ digest }) =>
        digest === '' ? (
          <span class="none">not known</span>
        ) : (
          <a
            href={filters.link({ digest, q: '', site: '', cluster: '', form: '' })}
            title={visibleText(digest)}
          >
            <code>{visibleText(shortDigest(digest))}</code>
          </a>
        ),
    },
    {
      key: 'nodes',
      by: 'nodes',
      fields: ['node', 'nodes'],
      title: 'On',
      cell: ({ node, nodes }) => (node === '' ? counted(nodes, 'node') : <Plain text={node} />),
    },
    {
      key: 'seen',
      title: 'Seen',
      fields: ['confirmedAt'],
      cell: ({ confirmedAt }) => <Age at={confirmedAt} />,
    },
  ];
  return (
    <DataTable
      cards
      caption="Images, and where they are"
      columns={columns}
      rows={rows}
      keyOf={(_, index) => index}
      foot={foot}
      filters={filters}
    />
  );
}

/** The kind and as much of the hash as people compare. */
export function shortDigest(digest: string): string {
  const at = digest.indexOf(':');
  return `${digest.slice(0, at)}:${digest.slice(at + 1, at + 13)}`;
}

const firstColumns: TableColumn<FleetImageRow>[] = [
  {
    key: 'place',
    by: 'place',
    fields: ['place', 'name', 'document'],
    title: 'Image',
    names: true,
    cell: ({ place, name, document }) => (
      <span class="image-place">
        <a href={documentPage(document)}>
          <Plain text={name || place} />
        </a>
        {name !== '' && (
          <span class="second">
            <Plain text={place} />
          </span>
        )}
      </span>
    ),
  },
  {
    key: 'cluster',
    title: 'Cluster',
    by: 'site',
    fields: ['site', 'cluster'],
    cell: ({ site, cluster }) => (
      <a class="quiet" href={clusterPage(site, cluster)}>
        <Plain text={`${site}/${cluster}`} />
      </a>
    ),
  },
  {
    key: 'tools',
    title: 'Holds',
    cell: ({ tools }) =>
      tools.length === 0 ? <span class="none">nothing names it</span> : <Plain text={toolsText(tools)} />,
  },
  {
    key: 'form',
    by: 'form',
    fields: ['form', 'encrypted'],
    title: 'Form',
    cell: ({ form, encrypted }) => `${form}${encrypted ? ', encrypted' : ''}`,
  },
  {
    key: 'architecture',
    by: 'architecture',
    title: 'For',
    cell: ({ architecture }) => <Plain text={architecture} />,
  },
  {
    key: 'size',
    by: 'size',
    title: 'Size',
    numeric: true,
    cell: ({ size }) => (size === null ? <span class="none">not known</span> : bytesText(size)),
  },
  {
    key: 'made',
    title: 'Made',
    by: 'created',
    fields: ['created'],
    hint: 'as the image says itself',
    cell: ({ created }) => <Made at={created} />,
  },
];

const MOST_TOOLS = 3;

function toolsText(tools: string[]): string {
  const more = tools.length - MOST_TOOLS;
  const named = tools.slice(0, MOST_TOOLS).join(', ');
  return more > 0 ? `${named} and ${numberText(more)} more` : named;
}
