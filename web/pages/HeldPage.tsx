import type { HeldRow } from '../../server/routes/schemas/places.ts';
import { clusterPage, nodePage } from '../addresses/pages.ts';
import { PAGED, useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { heldRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { Age } from '../components/Age.tsx';
import { AnswerState } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { EmptyList } from '../components/EmptyList.tsx';
import { FilterForm, PlaceFilters } from '../components/FilterForm.tsx';
import { NodeSet } from '../components/NodeSet.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { Plain } from '../components/Plain.tsx';
import { SetFilter } from '../components/SetFilter.tsx';
import { PageFoot } from '../components/TableFoot.tsx';
import { ActButton } from '../session/ActButton.tsx';
import { useAdministrator } from '../session/session.ts';
import { numberText } from '../text/quantities.ts';
import { visibleText } from '../text/visible.ts';

const FILTERS = ['site', 'cluster', 'nodes'];

/** Readings that are not believed yet, and how to believe one. */
export function HeldPage() {
  useTitle('Held back');
  const who = useAdministrator();
  const filters = useFilters();
  const request = heldRequest({ ...filters.values(...FILTERS, ...PAGED), limit: 100 });
  const answer = useApi(request, { keepBefore: true });
  return (
    <>
      <PageHead title="Held back" crumbs={[{ title: 'Overview', href: '/' }]}>
        <p>
          Places that changed too much at once to be believed. What was known before stands, until a later
          sweep finds the same again in full, or somebody accepts it: <code>gazetteer suspects accept</code>{' '}
          with its number. With <code>gazetteer suspects reject</code> what was known stands, however often
          the same is found.
        </p>
      </PageHead>
      <FilterForm filters={filters} names={FILTERS}>
        <PlaceFilters filters={filters} />
        <SetFilter filters={filters} name="nodes" title="Nodes" />
      </FilterForm>
      <AnswerState answer={answer} what="what is held back">
        {(page) =>
          page.items.length === 0 ? (
            <EmptyList
              filters={filters}
              names={FILTERS}
              title="Nothing is held back."
              narrowed="Nothing is held back there."
            />
          ) : (
            <DataTable
              cards
              caption="Places held back"
              rows={page.items}
              keyOf={({ id, reason, accepted, rejected }) => `${id} ${reason} ${accepted} ${rejected}`}
              columns={who === null ? columns : [...columns, decideColumn(answer.retry)]}
              filters={filters}
              foot={<PageFoot page={page} request={request} filters={filters} />}
            />
          )
        }
      </AnswerState>
    </>
  );
}

const columns: TableColumn<HeldRow>[] = [
  { key: 'id', title: 'Number', numeric: true, cell: ({ id }) => id },
  { key: 'path', title: 'Place', names: true, by: 'path', cell: ({ path }) => <Plain text={path} /> },
  {
    key: 'cluster',
    title: 'Cluster',
    by: 'site',
    fields: ['site', 'cluster'],
    cell: ({ site, cluster }) => (
      <a href={clusterPage(site, cluster)}>
        <Plain text={`${site}/${cluster}`} />
      </a>
    ),
  },
  { key: 'nodes', title: 'Reported by', cell: ({ nodes }) => <NodeSet text={nodes} /> },
  {
    key: 'why',
    title: 'Why',
    by: 'reason',
    fields: ['facet', 'reason', 'sentence'],
    cell: ({ facet, sentence }) => `${facet}: ${sentence}`,
  },
  {
    key: 'lost',
    by: 'lost',
    fields: ['lost', 'total'],
    title: 'Would be gone',
    numeric: true,
    cell: ({ lost, total }) => `${numberText(lost)} of ${numberText(total)}`,
  },
  { key: 'seen', title: 'Seen', by: 'seenAt', fields: ['seenAt'], cell: ({ seenAt }) => <Age at={seenAt} /> },
  {
    key: 'decided',
    fields: ['accepted', 'rejected'],
    title: 'Decided',
    cell: ({ accepted, rejected }) =>
      accepted ? 'accepted, waiting for a sweep' : rejected ? 'rejected' : 'not yet',
  },
  {
    key: 'known',
    fields: [],
    title: 'What is known',
    cell: ({ node, facet, path }) => (
      <a href={`${nodePage(node)}#${facet}`} aria-label={`Documents and coverage of ${visibleText(path)}`}>
        documents and coverage
      </a>
    ),
  },
];

const decideColumn = (again: () => void): TableColumn<HeldRow> => ({
  key: 'decide',
  fields: [],
  title: 'Decide',
  cell: (row) => <Decide row={row} again={again} />,
});

/** Both words can be taken back by the other one until the change took effect. */
function Decide({ row: { id, path, accepted, rejected }, again }: { row: HeldRow; again: () => void }) {
  const name = visibleText(path);
  return (
    <div class="acts">
      {!accepted && (
        <ActButton title="Accept" name={name} path={`/held/${id}/accept`} sure="Believe it" done={again} />
      )}
      {!rejected && <ActButton title="Reject" name={name} path={`/held/${id}/reject`} done={again} />}
    </div>
  );
}
