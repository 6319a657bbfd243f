import type { ComparedSide } from '../../server/routes/schemas/compare.ts';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { Plain } from '../components/Plain.tsx';
import { counted } from '../text/quantities.ts';

type Gap = ComparedSide['gaps'][number];

const columns: TableColumn<Gap>[] = [
  { key: 'facet', title: 'Facet', names: true, cell: ({ facet }) => facet },
  { key: 'reason', title: 'Because', cell: ({ reason }) => <Plain text={reason} /> },
  {
    key: 'nodes',
    title: 'On',
    cell: ({ nodes, node, root }) => (
      <>
        {counted(nodes, 'node')}
        {node !== '' && (
          <>
            , such as <Plain text={[node, root].filter((part) => part !== '').join(' ')} />
          </>
        )}
      </>
    ),
  },
];

/** What was not read of a side: whatever was not seen there is unknown. */
export function GapList({ side }: { side: ComparedSide }) {
  if (side.gaps.length === 0) return null;
  return (
    <details class="legend">
      <summary>
        Not everything was read in <Plain text={side.scope} />: what was not seen there is unknown
      </summary>
      <DataTable
        cards
        caption={`Not read in ${side.scope}`}
        columns={columns}
        rows={side.gaps}
        keyOf={({ facet, reason }, index) => `${facet} ${reason} ${index}`}
      />
    </details>
  );
}
