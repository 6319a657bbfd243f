import type { ComponentChildren } from 'preact';
import type { FleetImageCopiesRow } from '../../server/routes/schemas/fleetImages.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Plain } from '../components/Plain.tsx';
import { bytesText, numberText } from '../text/quantities.ts';
import { visibleText } from '../text/visible.ts';
import { shortDigest } from './ImageTable.tsx';

interface Props {
  rows: FleetImageCopiesRow[];
  filters: Filters;
  foot: ComponentChildren;
}

export function CopiesTable({ rows, filters, foot }: Props) {
  const columns: TableColumn<FleetImageCopiesRow>[] = [
    {
      key: 'digest',
      by: 'digest',
      title: 'Digest',
      names: true,
      cell: ({ digest }) => (
        <a href={filters.link({ digest, show: '' })} title={visibleText(digest)}>
          <code>{visibleText(shortDigest(digest))}</code>
        </a>
      ),
    },
    {
      key: 'copies',
      by: 'copies',
      title: 'Places',
      numeric: true,
      cell: ({ digest, copies }) => <a href={filters.link({ digest, show: '' })}>{numberText(copies)}</a>,
    },
    ...otherColumns,
  ];
  return (
    <DataTable
      cards
      caption="Images that are there several times, those first that take most space"
      columns={columns}
      rows={rows}
      keyOf={({ digest }) => digest}
      foot={foot}
      filters={filters}
    />
  );
}

const otherColumns: TableColumn<FleetImageCopiesRow>[] = [
  {
    key: 'clusters',
    by: 'clusters',
    title: 'Clusters',
    numeric: true,
    cell: ({ clusters }) => numberText(clusters),
  },
  { key: 'bytes', by: 'bytes', title: 'Together', numeric: true, cell: ({ bytes }) => bytesText(bytes) },
  {
    key: 'spare',
    by: 'spare',
    title: 'Beyond one',
    numeric: true,
    hint: 'what all but one of them take; layers that a store shares and links to one file count in each',
    cell: ({ spare }) => bytesText(spare),
  },
  {
    key: 'places',
    title: 'Where',
    wide: true,
    cell: ({ places, copies }) => (
      <>
        {places.map((place) => (
          <div key={place} class="place-path">
            <Plain text={place} />
          </div>
        ))}
        {copies > places.length && <span class="second">and {numberText(copies - places.length)} more</span>}
      </>
    ),
  },
];
