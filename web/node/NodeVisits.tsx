import type { NodeDetail } from '../../server/routes/schemas/places.ts';
import { sweepPage } from '../addresses/pages.ts';
import { visitsRequest } from '../api/requests.ts';
import { Age } from '../components/Age.tsx';
import { DataTable } from '../components/DataTable.tsx';
import { ReasonText, VisitOutcomeWord } from '../components/Outcome.tsx';
import { FileLinks, Foot } from '../components/TableFoot.tsx';

export function NodeVisits({ node }: { node: NodeDetail }) {
  return (
    <section class="facet" id="visits" aria-labelledby="visits-title">
      <h2 id="visits-title">Visits</h2>
      {node.visits.length === 0 ? (
        <p class="none">None yet.</p>
      ) : (
        <DataTable
          caption={<span class="out-of-sight">The latest visits of this node</span>}
          rows={node.visits}
          keyOf={({ sweep }) => sweep}
          foot={
            <Foot
              exports={<FileLinks request={visitsRequest({ node: node.id })} title="All its visits as" />}
            />
          }
          columns={[
            {
              key: 'sweep',
              title: 'Sweep',
              names: true,
              cell: ({ sweep }) => <a href={sweepPage(sweep)}>{sweep}</a>,
            },
            { key: 'at', title: 'When', cell: ({ at }) => <Age at={at} plain /> },
            {
              key: 'outcome',
              title: 'Outcome',
              cell: ({ outcome }) => <VisitOutcomeWord outcome={outcome} />,
            },
            { key: 'why', title: 'Why', cell: ({ reason }) => <ReasonText reason={reason} /> },
          ]}
        />
      )}
    </section>
  );
}
