import type { ComponentChildren } from 'preact';
import type { Sweep } from '../../server/routes/schemas/places.ts';
import { clusterPage, sweepPage } from '../addresses/pages.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { durationText, numberText } from '../text/quantities.ts';
import { Age } from './Age.tsx';
import { DataTable, type TableColumn } from './DataTable.tsx';
import { OutcomeBar } from './OutcomeBar.tsx';
import { Plain } from './Plain.tsx';

export function SweepTable({
  caption,
  rows,
  oneCluster = false,
  foot,
  filters,
}: {
  caption: string;
  rows: Sweep[];
  oneCluster?: boolean;
  foot?: ComponentChildren;
  filters?: Filters;
}) {
  const columns = oneCluster ? [idColumn, ...otherColumns] : [idColumn, placeColumn, ...otherColumns];
  return (
    <DataTable
      cards
      caption={caption}
      columns={columns}
      rows={rows}
      keyOf={({ id }) => id}
      foot={foot}
      filters={filters}
    />
  );
}

const idColumn: TableColumn<Sweep> = {
  key: 'id',
  title: 'Sweep',
  by: 'id',
  names: true,
  cell: ({ id }) => <a href={sweepPage(id)}>{id}</a>,
};

const placeColumn: TableColumn<Sweep> = {
  key: 'cluster',
  title: 'Cluster',
  by: 'site',
  fields: ['site', 'cluster'],
  cell: ({ site, cluster }) => (
    <a class="quiet" href={clusterPage(site, cluster)}>
      <Plain text={`${site}/${cluster}`} />
    </a>
  ),
};

const otherColumns: TableColumn<Sweep>[] = [
  {
    key: 'started',
    title: 'Started',
    by: 'startedAt',
    fields: ['startedAt'],
    cell: ({ startedAt }) => <Age at={startedAt} plain />,
  },
  { key: 'took', title: 'Took', numeric: true, fields: ['finishedAt'], cell: (sweep) => tookText(sweep) },
  {
    key: 'state',
    title: 'State',
    by: 'state',
    cell: ({ state }) => <span class={`state state-${state}`}>{state}</span>,
  },
  {
    key: 'expected',
    title: 'Expected',
    numeric: true,
    by: 'expected',
    cell: ({ expected }) => numberText(expected),
  },
  {
    key: 'outcomes',
    title: 'Outcomes',
    fields: ['outcomes.complete', 'outcomes.partial', 'outcomes.failed', 'outcomes.notExpected'],
    cell: ({ id, outcomes }) => (
      <OutcomeBar counts={outcomes} linkOf={(outcome) => sweepPage(id, { outcome })} />
    ),
  },
  {
    key: 'changed',
    title: 'Changed',
    by: 'changed',
    numeric: true,
    hint: 'Observations opened or closed',
    cell: ({ changed }) => numberText(changed),
  },
];

export function tookText({ startedAt, finishedAt }: Sweep): string {
  return finishedAt === null ? '' : durationText(Date.parse(finishedAt) - Date.parse(startedAt));
}
