import { PAGED, useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { sweepsRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { DateFilter } from '../changes/DateFilter.tsx';
import { AnswerState } from '../components/AnswerState.tsx';
import { EmptyList } from '../components/EmptyList.tsx';
import { FilterForm, PlaceFilters } from '../components/FilterForm.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { SetFilter } from '../components/SetFilter.tsx';
import { SweepTable } from '../components/SweepTable.tsx';
import { PageFoot } from '../components/TableFoot.tsx';
import { RunningSweeps } from '../sweeps/RunningSweeps.tsx';
import { StartSweep } from '../sweeps/StartSweep.tsx';

const FILTERS = ['site', 'cluster', 'nodes', 'since', 'until'];

export function SweepsPage() {
  useTitle('Sweeps');
  const filters = useFilters();
  const request = sweepsRequest({ ...filters.values(...FILTERS, ...PAGED), limit: 50 });
  const answer = useApi(request, { keepBefore: true, every: 30_000 });
  return (
    <>
      <PageHead title="Sweeps" />
      <FilterForm filters={filters} names={FILTERS}>
        <PlaceFilters filters={filters} />
        <DateFilter title="From" name="since" filters={filters} />
        <DateFilter title="To" name="until" filters={filters} />
        <SetFilter filters={filters} name="nodes" title="Nodes" />
      </FilterForm>
      <StartSweep site={filters.value('site')} cluster={filters.value('cluster')} />
      <AnswerState answer={answer} what="the sweeps">
        {(page) =>
          page.items.length === 0 ? (
            <EmptyList
              filters={filters}
              names={FILTERS}
              title="No sweep yet."
              narrowed="No sweep is like that."
            >
              <p>
                <code>gazetteer collect</code> runs one.
              </p>
            </EmptyList>
          ) : (
            <>
              <RunningSweeps sweeps={page.items} again={answer.retry} />
              <SweepTable
                filters={filters}
                caption="Sweeps, newest first"
                rows={page.items}
                foot={<PageFoot page={page} request={request} filters={filters} />}
              />
            </>
          )
        }
      </AnswerState>
    </>
  );
}
