import type { ComparedEnvironment } from '../../server/routes/schemas/compare.ts';
import { comparePage } from '../addresses/pages.ts';
import { type Filters, PAGED } from '../addresses/useFilters.ts';
import { environmentsRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { DocumentLinks } from '../changes/DocumentLinks.tsx';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { ChoiceFilter, FilterForm, TextFilter } from '../components/FilterForm.tsx';
import { Plain } from '../components/Plain.tsx';
import { PageFoot } from '../components/TableFoot.tsx';
import { numberText } from '../text/quantities.ts';
import { matchWords } from './words.ts';

const FILTERS = ['match', 'tool'];

/** What each match says of a whole environment. */
const SENTENCES: Partial<Record<ComparedEnvironment['match'], string>> = {
  identical: 'the same package files, or the same place',
  'same-build': 'the same builds of the same packages; not every file has a digest to tell by',
  'same-version': 'the same packages in the same versions, but other builds or other bytes',
  missing: 'no environment there has just these packages, and all of them were read',
  unknown: 'none was seen there, and not everything was read',
};

const choices = Object.entries(SENTENCES).map(([value]) => ({
  value,
  title: value.replace('-', ' '),
}));

/** The conda environments of one place, each with the one of the other that has the same packages. */
export function EnvironmentPairs({ filters, a, b }: { filters: Filters; a: string; b: string }) {
  const request = environmentsRequest({ a, b, ...filters.values(...FILTERS, ...PAGED) });
  const answer = useApi(request, { keepBefore: true });
  return (
    <>
      <p>
        An environment matches by all of its packages, or not at all.{' '}
        <a href={comparePage({ a, b, q: filters.value('tool') })}>Tool by tool</a>
      </p>
      <FilterForm filters={filters} names={FILTERS}>
        <ChoiceFilter title="Match" name="match" filters={filters} choices={choices} />
        <TextFilter title="With the package" name="tool" filters={filters} />
      </FilterForm>
      <AnswerState answer={answer} what="the environments">
        {(page) =>
          page.items.length === 0 ? (
            <Empty title="No environment is like that." />
          ) : (
            <DataTable
              cards
              caption="Environments, each with the one there that has the same packages"
              columns={columnsOf(a, b)}
              rows={page.items}
              keyOf={({ document }) => document}
              filters={filters}
              foot={<PageFoot page={page} request={request} filters={filters} />}
            />
          )
        }
      </AnswerState>
    </>
  );
}

const columnsOf = (a: string, b: string): TableColumn<ComparedEnvironment>[] => [
  {
    key: 'place',
    by: 'place',
    fields: ['place', 'places'],
    title: `In ${a}`,
    names: true,
    cell: ({ place, places }) => (
      <>
        <Plain text={place} />
        {places > 1 && <span class="second">and {numberText(places - 1)} more like it</span>}
      </>
    ),
  },
  {
    key: 'packages',
    title: 'Packages',
    by: 'packages',
    numeric: true,
    cell: ({ packages }) => numberText(packages),
  },
  {
    key: 'match',
    by: 'match',
    title: 'Match',
    cell: ({ match }) => (
      <>
        <span>{matchWords[match].word}</span>
        <span class="second evidence">{SENTENCES[match]}</span>
      </>
    ),
  },
  {
    key: 'there',
    by: 'therePlace',
    fields: ['therePlace'],
    title: `In ${b}`,
    cell: ({ therePlace, match }) =>
      therePlace === '' ? (
        <span class="none">{match === 'unknown' ? 'not known' : 'not there'}</span>
      ) : (
        <Plain text={therePlace} />
      ),
  },
  {
    key: 'documents',
    fields: ['document', 'thereDocument'],
    title: 'Documents',
    cell: ({ document, thereDocument }) => (
      <DocumentLinks before={document} after={thereDocument} words={{ before: 'this', after: 'that' }} />
    ),
  },
];
