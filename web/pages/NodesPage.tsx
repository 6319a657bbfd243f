import { PAGED, useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { nodesRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { AnswerState } from '../components/AnswerState.tsx';
import { nodeOutcomeChoices, roleChoices } from '../components/choices.ts';
import { EmptyList } from '../components/EmptyList.tsx';
import { ChoiceFilter, FilterForm, PlaceFilters, TextFilter } from '../components/FilterForm.tsx';
import { NodeTable } from '../components/NodeTable.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { SetFilter } from '../components/SetFilter.tsx';
import { PageFoot } from '../components/TableFoot.tsx';

const FILTERS = ['q', 'site', 'cluster', 'nodes', 'role', 'outcome', 'reason', 'unread', 'age', 'unseen'];

const ages = [{ value: 'stale', title: 'not lately' }];

export function NodesPage() {
  useTitle('Nodes');
  const filters = useFilters();
  const request = nodesRequest({ ...filters.values(...FILTERS, ...PAGED), limit: 100 });
  const answer = useApi(request, { keepBefore: true });
  return (
    <>
      <PageHead title="Nodes" />
      <FilterForm filters={filters} names={FILTERS}>
        <TextFilter title="Name" name="q" filters={filters} placeholder="cpu0" />
        <PlaceFilters filters={filters} />
        <ChoiceFilter title="Role" name="role" choices={roleChoices} filters={filters} />
        <ChoiceFilter title="Latest visit" name="outcome" choices={nodeOutcomeChoices} filters={filters} />
        <ChoiceFilter title="Learnt" name="age" choices={ages} filters={filters} any="whenever" />
        <SetFilter filters={filters} name="nodes" title="Nodes" />
        <SetFilter filters={filters} name="reason" title="Reason" />
        <SetFilter filters={filters} name="unread" title="Not all read" />
        <SetFilter filters={filters} name="unseen" title="Not seen" />
      </FilterForm>
      <AnswerState answer={answer} what="the nodes">
        {(page) =>
          page.items.length === 0 ? (
            <EmptyList
              filters={filters}
              names={FILTERS}
              title="No node is known yet."
              narrowed="No node is like that."
            >
              <p>
                On <a href="/sites">Sites</a> clusters are added.
              </p>
            </EmptyList>
          ) : (
            <NodeTable
              caption="Nodes, with their latest visit"
              rows={page.items}
              filters={filters}
              reasonLink={(reason) => filters.link({ reason })}
              foot={<PageFoot page={page} request={request} filters={filters} />}
            />
          )
        }
      </AnswerState>
    </>
  );
}
