import type { Filters } from '../addresses/useFilters.ts';
import { pairsRequest, sitesRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { Age } from '../components/Age.tsx';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { ChoiceFilter, FilterForm } from '../components/FilterForm.tsx';
import { SetFilter } from '../components/SetFilter.tsx';
import { Matrix } from './Matrix.tsx';
import { PairTable } from './PairTable.tsx';
import { ScoreFormula } from './ScoreFormula.tsx';
import { categoryChoices, tierChoices } from './words.ts';

const FILTERS = ['of', 'site', 'tier', 'category', 'at'];
/** A matrix of more is none that anybody reads; the table and its files have all. */
const MOST = 60;

/** Every two sites, or clusters. */
export function AllPairs({ filters }: { filters: Filters }) {
  const request = pairsRequest(filters.values(...FILTERS));
  const answer = useApi(request, { keepBefore: true });
  const sites = (useApi(sitesRequest).data?.items ?? []).map(({ name }) => ({ value: name, title: name }));
  const kept = filters.values('tier', 'category');
  return (
    <>
      <FilterForm filters={filters} names={FILTERS}>
        <ChoiceFilter
          title="Every two"
          name="of"
          filters={filters}
          choices={[{ value: 'clusters', title: 'clusters' }]}
          any="sites"
        />
        {filters.value('of') === 'clusters' && (
          <ChoiceFilter title="Site" name="site" filters={filters} choices={sites} />
        )}
        <ChoiceFilter title="Tier" name="tier" filters={filters} choices={tierChoices} />
        {filters.value('tier') === '' && (
          <ChoiceFilter title="Tools" name="category" filters={filters} choices={categoryChoices} />
        )}
        <SetFilter filters={filters} name="at" title="As it was at" />
      </FilterForm>
      <AnswerState answer={answer} what="the pairs">
        {(pairs) =>
          pairs.items.length === 0 ? (
            <Empty title="There are no two of them to compare.">
              <p>A second site, or cluster, makes a pair.</p>
            </Empty>
          ) : (
            <>
              {pairs.sides.length <= MOST ? (
                <Matrix pairs={pairs} kept={kept} />
              ) : (
                <p>
                  {pairs.sides.length} of them are too many for a matrix; a site, or the table below, has
                  fewer.
                </p>
              )}
              <p class="evidence">
                Counted after the sweeps, last <Age at={pairs.refreshedAt} none="never yet" plain />.
              </p>
              <PairTable rows={pairs.items.slice(0, 2000)} request={request} kept={kept} />
              <ScoreFormula weights={pairs.weights} />
            </>
          )
        }
      </AnswerState>
    </>
  );
}
