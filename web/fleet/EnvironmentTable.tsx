import type { ComponentChildren } from 'preact';
import type { FleetCondaRow } from '../../server/routes/schemas/fleetConda.ts';
import { clusterPage, documentPage } from '../addresses/pages.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { Age } from '../components/Age.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Plain } from '../components/Plain.tsx';
import { counted, numberText } from '../text/quantities.ts';
import { orUnnamed } from './unnamed.ts';

/** Environments, place by place; owners and channels lead to all that have the same. */
export function EnvironmentTable({
  rows,
  filters,
  foot,
}: {
  rows: FleetCondaRow[];
  filters: Filters;
  foot: ComponentChildren;
}) {
  const columns: TableColumn<FleetCondaRow>[] = [
    {
      key: 'place',
      by: 'place',
      fields: ['place', 'document'],
      title: 'Environment',
      names: true,
      cell: ({ place, document }) => (
        <span class="image-place">
          {document === '' ? (
            <Plain text={place} />
          ) : (
            <a href={documentPage(document)}>
              <Plain text={place} />
            </a>
          )}
        </span>
      ),
    },
    {
      key: 'cluster',
      by: 'cluster',
      fields: ['site', 'cluster'],
      title: 'Cluster',
      cell: ({ site, cluster }) => (
        <a class="quiet" href={clusterPage(site, cluster)}>
          <Plain text={`${site}/${cluster}`} />
        </a>
      ),
    },
    {
      key: 'owner',
      by: 'owner',
      title: 'Owner',
      cell: ({ owner }) => (
        <a class={owner === '' ? 'none' : undefined} href={filters.link({ owner: orUnnamed(owner) })}>
          <Plain text={owner || 'not known'} />
        </a>
      ),
    },
    {
      key: 'packages',
      by: 'packages',
      title: 'Packages',
      fields: ['packages', 'pip', 'python'],
      numeric: true,
      cell: (row) => <Packages row={row} />,
    },
    {
      key: 'channels',
      title: 'From',
      wide: true,
      hint: 'channels that its packages came from, the largest first',
      cell: ({ channels }) =>
        channels.length === 0 ? (
          <span class="none">no packages</span>
        ) : (
          channels.map((channel, at) => (
            <span key={channel}>
              {at > 0 && ', '}
              <a href={filters.link({ channel: orUnnamed(channel) })}>
                <Plain text={channel || 'not told'} />
              </a>
            </span>
          ))
        ),
    },
    {
      key: 'defaults',
      by: 'defaults',
      title: "Anaconda's own",
      hint: 'whether packages come from channels that organisations may need a licence for',
      cell: ({ defaults }) => (
        <span class={defaults === 'yes' ? 'tone-part outcome' : 'none'}>
          {defaults === 'unknown' ? 'not known' : defaults}
        </span>
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
      key: 'since',
      by: 'since',
      title: 'As it is since',
      hint: 'first seen with these packages',
      cell: ({ since }) => <Age at={since} plain />,
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
      caption="Conda environments, and where they are"
      columns={columns}
      rows={rows}
      keyOf={(_, index) => index}
      foot={foot}
      filters={filters}
    />
  );
}

function Packages({ row: { packages, pip, python } }: { row: FleetCondaRow }) {
  return (
    <>
      {numberText(packages + pip)}
      {pip > 0 && <span class="second">{numberText(pip)} of pip</span>}
      {python !== '' && (
        <span class="second">
          <Plain text={`Python ${python}`} />
        </span>
      )}
    </>
  );
}
