import type { HistoryAnswer } from '../../server/routes/schemas/history.ts';
import type { Filters } from '../addresses/useFilters.ts';
import type { ApiRequest } from '../api/request.ts';
import { useApi } from '../api/useApi.ts';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { ChoiceFilter, FilterForm } from '../components/FilterForm.tsx';
import { PageFoot } from '../components/TableFoot.tsx';
import { labelOf } from '../text/labels.ts';
import { counted } from '../text/quantities.ts';
import { HistoryTable } from './HistoryTable.tsx';

const FILTERS = ['facet', 'unchanged'];

/** What a request asks for; the address holds it. */
export const historyQuery = (filters: Filters) => filters.values(...FILTERS, 'after');

/** A history with its filters: by facet, and with or without what never changed. */
export function History({
  request,
  filters,
  ofNode,
}: {
  request: ApiRequest<HistoryAnswer>;
  filters: Filters;
  ofNode: boolean;
}) {
  const answer = useApi(request, { keepBefore: true });
  const facets = answer.data?.facets ?? [];
  return (
    <>
      <FilterForm filters={filters} names={FILTERS}>
        <ChoiceFilter
          title="Facet"
          name="facet"
          filters={filters}
          choices={facets.map(({ facet, rows }) => ({
            value: facet,
            title: `${labelOf(facet)} (${counted(rows, 'row')})`,
          }))}
        />
        <ChoiceFilter
          title="Shown"
          name="unchanged"
          filters={filters}
          any="what changed"
          choices={[{ value: 'yes', title: 'everything' }]}
        />
      </FilterForm>
      <AnswerState answer={answer} what="the history">
        {(history) =>
          history.items.length === 0 ? (
            <Empty
              title={
                history.from === null
                  ? 'Not visited yet.'
                  : history.forgotten
                    ? 'Nothing changed in the time that is kept.'
                    : 'Nothing changed since the first visit.'
              }
            >
              {history.from !== null && filters.value('unchanged') === '' && (
                <p>
                  <a href={filters.link({ unchanged: 'yes', facet: '' })}>Everything that stands there</a>
                </p>
              )}
            </Empty>
          ) : (
            <HistoryTable
              answer={history}
              ofNode={ofNode}
              filters={filters}
              foot={<PageFoot page={history} request={request} filters={filters} />}
            />
          )
        }
      </AnswerState>
    </>
  );
}
