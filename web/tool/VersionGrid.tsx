import type { ToolCell, ToolGrid, ToolPlace } from '../../server/routes/schemas/toolGrid.ts';
import { findPage } from '../addresses/pages.ts';
import type { toolRequest } from '../api/requests.ts';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Plain } from '../components/Plain.tsx';
import { FileLinks, Foot } from '../components/TableFoot.tsx';
import { TierMark } from '../components/Tier.tsx';
import { counted } from '../text/quantities.ts';

interface Row {
  version: string;
  /** By site and cluster. */
  cells: Map<string, ToolCell>;
}

const keyOf = ({ site, cluster }: { site: string; cluster: string }) => `${site}/${cluster}`;

/** Versions down, places across: what stands in a cell leads to its rows. */
export function VersionGrid({ grid, request }: { grid: ToolGrid; request: ReturnType<typeof toolRequest> }) {
  const rows = grid.versions.map(
    (version): Row => ({
      version,
      cells: new Map(
        grid.items.filter((cell) => cell.version === version).map((cell) => [keyOf(cell), cell]),
      ),
    }),
  );
  const columns: TableColumn<Row>[] = [
    {
      key: 'version',
      title: 'Version',
      names: true,
      cell: ({ version }) => (
        <a href={findPage({ tool: grid.tool, version })}>
          <Plain text={version === '' ? 'not told' : version} />
        </a>
      ),
    },
    ...grid.places.filter(({ state }) => state === 'has').map((place) => placeColumn(grid, place)),
  ];
  return (
    <DataTable
      caption="Which versions are where"
      columns={columns}
      rows={rows}
      keyOf={({ version }) => version}
      foot={
        <Foot exports={<FileLinks request={request} />}>
          <span>
            {counted(rows.length, 'version')}, {counted(grid.total, 'row')} in the files
          </span>
        </Foot>
      }
    />
  );
}

function placeColumn(grid: ToolGrid, place: ToolPlace): TableColumn<Row> {
  return {
    key: keyOf(place),
    title: place.cluster === '' ? place.site : `${place.site}/${place.cluster}`,
    cell: ({ version, cells }) => {
      const cell = cells.get(keyOf(place));
      if (!cell) {
        return (
          <span class="none dash" title="not this version">
            –
          </span>
        );
      }
      const { site, cluster, providers, tier, clusters, nodes } = cell;
      const many = cluster === '' ? `${counted(clusters, 'cluster')}, ` : '';
      return (
        <a
          class="grid-cell"
          href={findPage({ tool: grid.tool, version, site, cluster })}
          title={`${many}${counted(nodes, 'node')}`}
        >
          <TierMark tier={tier} /> {providers.join(', ')}
        </a>
      );
    },
  };
}
