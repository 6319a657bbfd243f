import { type Filters, PAGED, useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { condaRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { ChoiceFilter, FilterForm, PlaceFilters, TextFilter } from '../components/FilterForm.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { Plain } from '../components/Plain.tsx';
import { SetFilter } from '../components/SetFilter.tsx';
import { PageFoot } from '../components/TableFoot.tsx';
import { CondaNumbers } from '../fleet/CondaNumbers.tsx';
import { EnvironmentTable } from '../fleet/EnvironmentTable.tsx';
import { FleetTabs } from '../fleet/FleetTabs.tsx';
import { UNNAMED } from '../fleet/unnamed.ts';

const FILTERS = ['q', 'owner', 'channel', 'only', 'site', 'cluster', 'nodes', 'show'];
const licensed = [
  { value: 'defaults', title: "with some from Anaconda's own" },
  { value: 'without', title: 'with none of these' },
  { value: 'untold', title: 'of which that is not told' },
];
const shown = [
  { value: 'clusters', title: 'clusters in numbers' },
  { value: 'channels', title: 'channels' },
  { value: 'owners', title: 'owners' },
];

/** Conda environments of all clusters, or what they add up to. */
export function CondaPage() {
  useTitle('Conda');
  const filters = useFilters();
  const list = filters.value('show') === '';
  return (
    <>
      <PageHead title="Conda">
        <FleetTabs current="conda" />
      </PageHead>
      <FilterForm filters={filters} names={FILTERS}>
        {list && <TextFilter title="Place" name="q" filters={filters} placeholder="/opt/conda" />}
        <PlaceFilters filters={filters} />
        {list && <ChoiceFilter title="Packages" name="only" choices={licensed} filters={filters} />}
        <ChoiceFilter title="Show" name="show" choices={shown} filters={filters} any="every environment" />
        <SetFilter filters={filters} name="nodes" title="Nodes" />
      </FilterForm>
      {list ? <Environments filters={filters} /> : <CondaNumbers filters={filters} />}
    </>
  );
}

function Environments({ filters }: { filters: Filters }) {
  const request = condaRequest({
    ...filters.values('q', 'owner', 'channel', 'only', 'site', 'cluster', 'nodes', ...PAGED),
    limit: 100,
  });
  const answer = useApi(request, { keepBefore: true });
  return (
    <>
      <Narrowed filters={filters} name="owner" word="of" />
      <Narrowed filters={filters} name="channel" word="with packages from" />
      <AnswerState answer={answer} what="the environments">
        {(page) =>
          page.items.length === 0 ? (
            <Empty
              title={
                FILTERS.some((name) => filters.value(name) !== '')
                  ? 'No environment is like that.'
                  : 'No conda environment was seen on any node.'
              }
            >
              <p>Homes are not read unless a site opts in; see docs/sites.md.</p>
            </Empty>
          ) : (
            <EnvironmentTable
              rows={page.items}
              filters={filters}
              foot={<PageFoot page={page} request={request} filters={filters} />}
            />
          )
        }
      </AnswerState>
    </>
  );
}

function Narrowed({ filters, name, word }: { filters: Filters; name: string; word: string }) {
  const value = filters.value(name);
  if (value === '') return null;
  return (
    <p>
      Only environments {word} <Plain text={value === UNNAMED ? 'nobody knows' : value} />.{' '}
      <a href={filters.link({ [name]: '' })}>All of them</a>
    </p>
  );
}
