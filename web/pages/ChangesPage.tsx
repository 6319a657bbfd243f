import { facetNames } from '../../server/facets/names.ts';
import type { ChangesAnswer } from '../../server/routes/schemas/changes.ts';
import { type Filters, PAGED, useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { withQuery } from '../api/request.ts';
import { changesRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { ChangeCharts, chartChoices } from '../changes/ChangeCharts.tsx';
import { ChangeTable } from '../changes/ChangeTable.tsx';
import { DateFilter } from '../changes/DateFilter.tsx';
import { categoryWords, choicesOf, kindWords } from '../changes/kinds.ts';
import { ScopeFilter } from '../changes/ScopeFilter.tsx';
import { Unconfirmed } from '../changes/UnconfirmedTable.tsx';
import { Day } from '../components/Age.tsx';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { ChoiceFilter, FilterForm, TextFilter } from '../components/FilterForm.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { PageFoot } from '../components/TableFoot.tsx';
import { labelOf } from '../text/labels.ts';
import { numberText } from '../text/quantities.ts';

const WINDOW = ['scope', 'since', 'until'];
const FILTERS = [...WINDOW, 'category', 'kind', 'facet', 'q'];
const FACETS = facetNames.map((value) => ({ value, title: labelOf(value) }));
const LENGTHS = [
  ['24h', '24 hours'],
  ['7d', '7 days'],
  ['30d', '30 days'],
] as const;

/** What began, ended or changed between two times. */
export function ChangesPage() {
  useTitle('Changes');
  const filters = useFilters();
  const request = changesRequest({ ...filters.values(...FILTERS, ...PAGED), limit: 100 });
  const answer = useApi(request, { keepBefore: true });
  return (
    <>
      <PageHead title="Changes">
        <p>
          What could not be read, or is held back, is never told as gone. Each change lies between two visits,
          and both are told. <a href="/drift">Which nodes differ from their peers now</a>
        </p>
      </PageHead>
      <FilterForm filters={filters} names={[...FILTERS, 'chart']}>
        <ScopeFilter filters={filters} />
        <DateFilter title="From" name="since" filters={filters} />
        <DateFilter title="To" name="until" filters={filters} />
        <ChoiceFilter title="Of" name="category" choices={choicesOf(categoryWords)} filters={filters} />
        <ChoiceFilter title="Change" name="kind" choices={choicesOf(kindWords)} filters={filters} />
        <ChoiceFilter title="Facet" name="facet" choices={FACETS} filters={filters} />
        <ChoiceFilter title="Chart" name="chart" choices={chartChoices} filters={filters} any="none" />
        <TextFilter title="With" name="q" filters={filters} placeholder="samtools" />
      </FilterForm>
      <AnswerState answer={answer} what="the changes">
        {(page) => (
          <>
            <p class="links-line">
              <span>
                <Day at={page.since} /> to <Day at={page.until} />
              </span>
              <a href={feedAddress(filters.values('scope', 'category', 'kind', 'facet', 'q'))}>Feed</a>
              {LENGTHS.map(([since, title]) => (
                <a key={since} href={filters.link({ since, until: '' })}>
                  {title}
                </a>
              ))}
            </p>
            <Counts page={page} filters={filters} />
            <ChangeCharts filters={filters} asked={filters.values(...FILTERS)} />
            <List page={page} filters={filters} request={request} />
            {page.apart > 0 && <Unconfirmed query={{ ...filters.values(...WINDOW), until: page.until }} />}
          </>
        )}
      </AnswerState>
    </>
  );
}

/** The newest changes with the same filters, for a feed reader: it asks for the last week whenever it asks. */
const feedAddress = (query: Record<string, string>) => `/api/v1${withQuery('/changes.atom', query)}`;

/** How many there are of each kind, whatever narrows the list. */
function Counts({ page, filters }: { page: ChangesAnswer; filters: Filters }) {
  if (page.counts.length === 0) return null;
  return (
    <ul class="links-line" aria-label="Counts">
      {page.counts.map(({ category, kind, count }) => (
        <li key={`${category} ${kind}`}>
          <a href={filters.link({ category, kind, q: '', facet: '' })}>
            {categoryWords[category]} {kindWords[kind]}
          </a>{' '}
          {numberText(count)}
        </li>
      ))}
    </ul>
  );
}

function List({
  page,
  filters,
  request,
}: {
  page: ChangesAnswer;
  filters: Filters;
  request: ReturnType<typeof changesRequest>;
}) {
  if (page.items.length === 0) {
    return <Empty title={page.counts.length === 0 ? 'Nothing changed.' : 'No change is like that.'} />;
  }
  return (
    <ChangeTable
      caption="Changes"
      filters={filters}
      rows={page.items}
      foot={<PageFoot page={page} request={request} filters={filters} />}
    />
  );
}
