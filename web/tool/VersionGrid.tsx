import type { ToolCell, ToolGrid, ToolPlace } from '../../server/routes/schemas/toolGrid.ts';
import { findPage } from '../addresses/pages.ts';
import type { toolRequest } from '../api/requests.ts';
import { Age } from '../components/Age.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Dash } from '../components/Known.tsx';
import { Plain } from '../components/Plain.tsx';
import { FileLinks, Foot } from '../components/TableFoot.tsx';
import { counted } from '../text/quantities.ts';
import { GridCell } from './GridCell.tsx';
import { placeText, versionText } from './place.ts';

interface Row {
  version: string;
  /** By site and cluster. */
  cells: Map<string, ToolCell>;
}

/** Versions down, places across: what stands in a cell leads to its rows. */
export function VersionGrid({ grid, request }: { grid: ToolGrid; request: ReturnType<typeof toolRequest> }) {
  const rows = grid.versions.map(
    (version): Row => ({
      version,
      cells: new Map(
        grid.items.filter((cell) => cell.version === version).map((cell) => [placeText(cell), cell]),
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
          <Plain text={versionText(version)} />
        </a>
      ),
    },
    ...grid.places.filter(({ state }) => state === 'has').map((place) => placeColumn(grid, place)),
  ];
  return (
    <div class="version-grid">
      <DataTable
        caption={
          <>
            Which versions are where
            {grid.reference && (
              <span class="caption-note">
                matched with <Plain text={versionText(grid.reference.version)} /> at{' '}
                <Plain text={placeText(grid.reference)} />
              </span>
            )}
          </>
        }
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
    </div>
  );
}

function placeColumn(grid: ToolGrid, place: ToolPlace): TableColumn<Row> {
  return {
    key: placeText(place),
    title: placeText(place),
    note: (
      <>
        read <Age at={place.confirmedAt} />
      </>
    ),
    cell: ({ cells }) => {
      const cell = cells.get(placeText(place));
      return cell ? (
        <GridCell tool={grid.tool} cell={cell} reference={grid.reference} />
      ) : (
        <Dash why="not this version" />
      );
    },
  };
}
