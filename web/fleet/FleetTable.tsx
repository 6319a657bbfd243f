import type { ComponentChildren } from 'preact';
import { clusterPage, documentPage } from '../addresses/pages.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { Age } from '../components/Age.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { NodeSet } from '../components/NodeSet.tsx';
import { Plain } from '../components/Plain.tsx';
import { bytesText, numberText } from '../text/quantities.ts';
import type { FleetColumn, FleetRow, Sheet } from './sheets.ts';

interface Props {
  sheet: Sheet;
  rows: FleetRow[];
  filters: Filters;
  foot: ComponentChildren;
}

/** Rows of one facet: where, what, on how many nodes and which. */
export function FleetTable({ sheet, rows, filters, foot }: Props) {
  const [first, ...others] = sheet.columns;
  const columns: TableColumn<FleetRow>[] = [
    ...(rows.some(({ site }) => site !== '') ? [placeColumn] : []),
    {
      key: first.key,
      title: first.title,
      names: true,
      by: first.key,
      cell: (row) => <Named row={row} by={first.key} />,
    },
    ...others.filter(({ key }) => rows.some((row) => isTold(row[key]))).map(factColumn),
    {
      key: 'nodes',
      title: 'Nodes',
      by: 'nodes',
      numeric: true,
      cell: (row) => <Nodes row={row} sheet={sheet} filters={filters} />,
    },
    ...(rows.some(({ nodeSet }) => nodeSet !== '')
      ? [
          {
            key: 'set',
            title: 'Which',
            fields: ['nodeSet'],
            wide: true,
            cell: ({ nodeSet }: FleetRow) => <NodeSet text={nodeSet} />,
          },
        ]
      : []),
    {
      key: 'read',
      title: 'Read',
      by: 'confirmedAt',
      fields: ['confirmedAt'],
      hint: 'when the node of them was read that was read longest ago',
      cell: ({ confirmedAt }) => <Age at={confirmedAt} />,
    },
  ];
  return (
    <DataTable
      cards
      caption={`${sheet.title}, and the nodes that have them`}
      columns={columns}
      rows={rows}
      keyOf={(_, index) => index}
      foot={foot}
      filters={filters}
    />
  );
}

const placeColumn: TableColumn<FleetRow> = {
  key: 'place',
  title: 'Where',
  by: 'site',
  fields: ['site', 'cluster', 'role'],
  cell: ({ site, cluster, role }) =>
    cluster === '' ? (
      <Plain text={site} />
    ) : (
      <>
        <a class="quiet" href={clusterPage(site, cluster)}>
          <Plain text={`${site}/${cluster}`} />
        </a>
        {role !== '' && <span class="second">{role}</span>}
      </>
    ),
};

function Named({ row, by }: { row: FleetRow; by: string }) {
  if (row.state === 'absent') return <span class="none">none</span>;
  if (row.state === 'unknown') return <span class="none">not known</span>;
  const text = String(row[by] ?? '');
  const shown = text === '' ? <span class="none">without a name</span> : <Plain text={text} />;
  return row.document === '' ? shown : <a href={documentPage(row.document)}>{shown}</a>;
}

/** The number of a row that puts places together leads to the rows it is made of. */
function Nodes({ row, sheet, filters }: { row: FleetRow; sheet: Sheet; filters: Filters }) {
  const number = numberText(row.nodes);
  if (row.nodeSet !== '') return <>{number}</>;
  const place = row.site === '' ? {} : { site: row.site };
  const [value, detail] = [sheet.columns[0].key, sheet.detail].map((key) => String(row[key] ?? ''));
  return (
    <a href={filters.link({ ...place, by: '', state: row.state, value: value ?? '', detail: detail ?? '' })}>
      {number}
    </a>
  );
}

const isTold = (value: FleetRow[string] | undefined) => value !== '' && value !== null && value !== undefined;

function factColumn({ key, title, numeric, hint }: FleetColumn): TableColumn<FleetRow> {
  return {
    key,
    title,
    hint,
    by: key,
    numeric: numeric ?? false,
    cell: (row) => <Fact name={key} value={row[key]} />,
  };
}

function Fact({ name, value }: { name: string; value: FleetRow[string] | undefined }) {
  if (value === true || value === false) return <>{value ? 'yes' : 'no'}</>;
  if (typeof value === 'number') {
    return <>{name === 'memoryMiB' ? bytesText(value * 1024 * 1024) : numberText(value)}</>;
  }
  if (!isTold(value)) {
    return (
      <span class="none dash" title="none, or not known">
        –
      </span>
    );
  }
  return <Plain text={String(value)} />;
}
