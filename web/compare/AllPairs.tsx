import { type Filters, PAGED } from '../addresses/useFilters.ts';
import { pairsRequest, sitesRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { Age, Day } from '../components/Age.tsx';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { ChoiceFilter, FilterForm, TextFilter } from '../components/FilterForm.tsx';
import { DaySlider } from './DaySlider.tsx';
import { Matrix } from './Matrix.tsx';
import { PairTable } from './PairTable.tsx';
import { ScoreFormula } from './ScoreFormula.tsx';
import { UnknownTools } from './UnknownTools.tsx';
import { categoryChoices, tierChoices } from './words.ts';

/** The time that a place on its own page is asked about: an age has become one. */
const timeOf = (asked: string, at: string | null) => (/^[\d-]{10}$/.test(asked) ? asked : (at ?? ''));

const FILTERS = ['of', 'site', 'tier', 'category', 'tools'];

/** Every two sites, or clusters. */
export function AllPairs({ filters }: { filters: Filters }) {
  const day = filters.value('at');
  const request = pairsRequest(filters.values(...FILTERS, 'at', ...PAGED));
  const answer = useApi(request, { keepBefore: true });
  const sites = (useApi(sitesRequest).data?.items ?? []).map(({ name }) => ({ value: name, title: name }));
  const kept = filters.values('tier', 'category', 'tools');
  return (
    <>
      <DaySlider
        shown={/^\d{4}-\d{2}-\d{2}/.test(day) ? day.slice(0, 10) : ''}
        go={(at) => filters.set({ at })}
        now={day === '' ? null : filters.link({ at: '' })}
      />
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
        <TextFilter title="Only these tools" name="tools" filters={filters} placeholder="samtools, gcc" />
      </FilterForm>
      <AnswerState answer={answer} what="the pairs">
        {(pairs) =>
          pairs.items.length === 0 ? (
            <Empty
              title={
                day === ''
                  ? 'There are no two of them to compare.'
                  : 'There were no two of them yet on that day.'
              }
            >
              <p>
                A second site, or cluster, makes a pair: <a href="/sites">add one</a>. One place can be
                compared with itself on another day, too: name it above twice, once with a day, such as{' '}
                <code>here@2026-11-01</code>
              </p>
            </Empty>
          ) : (
            <>
              <UnknownTools names={pairs.unknownTools} />
              {pairs.matrix.length > 0 ? (
                <Matrix pairs={pairs} kept={kept} day={timeOf(day, pairs.at)} />
              ) : (
                <p>
                  {pairs.sides.length} of them are too many for a matrix; a site, or the table below, has
                  fewer.
                </p>
              )}
              <p class="evidence">
                {pairs.at === null ? (
                  <>
                    Counted after the sweeps, last <Age at={pairs.refreshedAt} none="never yet" plain />.
                  </>
                ) : (
                  <>
                    As they were at <Day at={pairs.at} />,{' '}
                    {pairs.kept ? 'as it was counted then' : 'by what had been read until then'}.
                  </>
                )}
              </p>
              <PairTable
                pairs={pairs}
                request={request}
                filters={filters}
                kept={kept}
                day={timeOf(day, pairs.at)}
              />
              <ScoreFormula weights={pairs.weights} />
            </>
          )
        }
      </AnswerState>
    </>
  );
}
