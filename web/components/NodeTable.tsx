import type { ComponentChildren } from 'preact';
import type { NodeRow } from '../../server/routes/schemas/places.ts';
import { clusterPage, nodePage } from '../addresses/pages.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { Age } from './Age.tsx';
import { DataTable, type TableColumn } from './DataTable.tsx';
import { Known } from './Known.tsx';
import { ReasonText, VisitOutcomeWord } from './Outcome.tsx';
import { Plain } from './Plain.tsx';

interface Props {
  caption: string;
  rows: NodeRow[];
  /** The address of all rows with this reason. */
  reasonLink: (code: string) => string;
  /** Rows of one cluster need not name it. */
  oneCluster?: boolean;
  foot?: ComponentChildren;
  filters?: Filters;
}

export function NodeTable({ caption, rows, reasonLink, oneCluster = false, foot, filters }: Props) {
  const columns = [
    nameColumn,
    ...(oneCluster ? [] : [placeColumn]),
    ...factColumns,
    {
      key: 'outcome',
      title: 'Latest visit',
      by: 'outcome',
      fields: ['outcome', 'reason.code', 'reason.message'],
      cell: (row: NodeRow) => (
        <>
          <VisitOutcomeWord outcome={row.outcome} />
          {row.reason && (
            <>
              {' '}
              <ReasonText reason={row.reason} href={reasonLink(row.reason.code)} />
            </>
          )}
        </>
      ),
    },
    {
      key: 'visited',
      title: 'Visited',
      by: 'visitedAt',
      fields: ['visitedAt', 'lastGoodAt'],
      cell: (row: NodeRow) => <Visited row={row} />,
    },
  ];
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

/** A visit that learnt nothing leaves what an older one read. */
function Visited({ row }: { row: NodeRow }) {
  return (
    <>
      <Age at={row.visitedAt} />
      {row.lastGoodAt !== row.visitedAt && (
        <span class="second">
          read <Age at={row.lastGoodAt} />
        </span>
      )}
    </>
  );
}

const nameColumn: TableColumn<NodeRow> = {
  key: 'name',
  title: 'Node',
  by: 'name',
  names: true,
  cell: (row) => (
    <a href={nodePage(row.id)}>
      <Plain text={row.name} />
    </a>
  ),
};

const placeColumn: TableColumn<NodeRow> = {
  key: 'cluster',
  title: 'Cluster',
  by: 'site',
  fields: ['site', 'cluster'],
  cell: (row) => (
    <a class="quiet" href={clusterPage(row.site, row.cluster)}>
      <Plain text={`${row.site}/${row.cluster}`} />
    </a>
  ),
};

const factColumns: TableColumn<NodeRow>[] = [
  { key: 'role', title: 'Role', by: 'role', cell: ({ role }) => role },
  {
    key: 'architecture',
    title: 'Architecture',
    by: 'architecture',
    fields: ['architecture', 'told.architecture'],
    cell: ({ architecture, told }) => <Known text={architecture} told={told.architecture} />,
  },
  {
    key: 'os',
    title: 'System',
    by: 'os',
    fields: ['os', 'told.os'],
    cell: ({ os, told }) => <Known text={os} told={told.os} />,
  },
  {
    key: 'kernel',
    title: 'Kernel',
    by: 'kernel',
    fields: ['kernel', 'told.kernel'],
    cell: ({ kernel, told }) => <Known text={kernel} told={told.kernel} />,
  },
  {
    key: 'gpus',
    title: 'GPUs',
    fields: ['gpus', 'told.gpus'],
    cell: ({ gpus, told }) => <Known text={gpus} told={told.gpus} none />,
  },
];
