import type { ToolGrid, ToolPlace } from '../../server/routes/schemas/toolGrid.ts';
import { clusterPage } from '../addresses/pages.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { Age } from '../components/Age.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Plain } from '../components/Plain.tsx';
import { Foot } from '../components/TableFoot.tsx';
import { RowFiles } from '../document/RowFiles.tsx';

/** Places that do not have the tool, and those of which that is not known. */
export function WithoutTable({ grid, filters }: { grid: ToolGrid; filters: Filters }) {
  const rows = grid.places.filter(({ state }) => state !== 'has');
  if (rows.length === 0) return null;
  return (
    <DataTable
      cards
      caption="Where it was not seen"
      rows={rows}
      keyOf={({ site, cluster }) => `${site}/${cluster}`}
      columns={columnsOf(filters)}
      foot={
        <Foot
          exports={
            <RowFiles
              name={`gazetteer-without-${grid.tool}`}
              columns={Object.keys(rows[0] ?? {})}
              rows={rows}
            />
          }
        />
      }
    />
  );
}

const columnsOf = (filters: Filters): TableColumn<ToolPlace>[] => [
  {
    key: 'place',
    title: 'Where',
    names: true,
    cell: ({ site, cluster }) => (
      <a href={cluster === '' ? filters.link({ site, by: 'cluster' }) : clusterPage(site, cluster)}>
        <Plain text={cluster === '' ? site : `${site}/${cluster}`} />
      </a>
    ),
  },
  {
    key: 'state',
    title: 'It is',
    cell: ({ state }) =>
      state === 'missing'
        ? 'missing: every place was read'
        : 'not known: something was not read, or not lately',
  },
  { key: 'read', title: 'Read', cell: ({ confirmedAt }) => <Age at={confirmedAt} /> },
];
