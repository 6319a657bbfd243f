import type { ComponentChildren } from 'preact';
import { clusterPage, documentPage } from '../addresses/pages.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { Age } from '../components/Age.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Dash, Known } from '../components/Known.tsx';
import { NodeSet } from '../components/NodeSet.tsx';
import { NodesLink } from '../components/NodesLink.tsx';
import { Plain } from '../components/Plain.tsx';
import { bytesText, numberText } from '../text/quantities.ts';
import { columnsOfFacts, factsOf } from './distribution.ts';
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

/** The number of a row leads to its nodes, and that of one that puts places together to the rows it is made of. */
function Nodes({ row, sheet, filters }: { row: FleetRow; sheet: Sheet; filters: Filters }) {
  const { site, cluster, role, nodeSet, state } = row;
  if (nodeSet !== '') return <NodesLink place={{ site, cluster, role }} nodes={nodeSet} count={row.nodes} />;
  const place = site === '' ? {} : { site };
  const is = state === 'present' ? JSON.stringify(factsOf(row, columnsOfFacts(sheet, row))) : '';
  return <a href={filters.link({ ...place, by: '', value: '', state, is })}>{numberText(row.nodes)}</a>;
}

const isTold = (value: FleetRow[string] | undefined) => value !== '' && value !== null && value !== undefined;

function factColumn({ key, title, numeric, hint }: FleetColumn): TableColumn<FleetRow> {
  return {
    key,
    title,
    hint,
    by: key,
    numeric: numeric ?? false,
    cell: (row) => <Fact name={key} value={row[key]} state={row.state} />,
  };
}

interface FactProps {
  name: string;
  value: FleetRow[string] | undefined;
  state: FleetRow['state'];
}

function Fact({ name, value, state }: FactProps) {
  if (value === true || value === false) return <>{value ? 'yes' : 'no'}</>;
  if (typeof value === 'number') {
    return <>{name === 'memoryMiB' ? bytesText(value * 1024 * 1024) : numberText(value)}</>;
  }
  if (!isTold(value)) return <Untold state={state} />;
  return <Plain text={String(value)} />;
}

/** What is not there has no facts; what is there may not tell one. */
function Untold({ state }: { state: FleetRow['state'] }) {
  if (state === 'absent') return <Dash why="there is none" />;
  if (state === 'present') return <Known text="" told="present" />;
  return <span class="none">not known</span>;
}
