import { useRoute } from 'preact-iso';
import { PAGED, useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { fleetRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { roleChoices } from '../components/choices.ts';
import { ChoiceFilter, FilterForm, PlaceFilters, TextFilter } from '../components/FilterForm.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { SetFilter } from '../components/SetFilter.tsx';
import { PageFoot } from '../components/TableFoot.tsx';
import { FleetCharts } from '../fleet/FleetCharts.tsx';
import { FleetTable } from '../fleet/FleetTable.tsx';
import { FleetTabs } from '../fleet/FleetTabs.tsx';
import { isText } from '../fleet/isText.ts';
import { sheets } from '../fleet/sheets.ts';
import { NotFoundPage } from './NotFoundPage.tsx';

const FILTERS = ['q', 'value', 'is', 'state', 'site', 'cluster', 'nodes', 'role', 'by'];
const stateChoices = [
  { value: 'present', title: 'there' },
  { value: 'absent', title: 'none' },
  { value: 'unknown', title: 'not known' },
];
const groupings = [
  { value: 'role', title: 'cluster and role' },
  { value: 'site', title: 'site' },
  { value: 'fleet', title: 'the whole fleet' },
];

/** What all nodes have of one facet: kernels, systems, GPUs, runtimes. */
export function FleetPage() {
  const { params } = useRoute();
  const sheet = sheets.find(({ name }) => name === params.table);
  const filters = useFilters();
  useTitle(sheet?.title ?? 'Fleet');
  const request = fleetRequest(sheet?.name ?? '', {
    ...filters.values(...FILTERS, ...PAGED),
    limit: 200,
  });
  const answer = useApi(sheet ? request : null, { keepBefore: true });
  if (!sheet) return <NotFoundPage />;
  return (
    <>
      <PageHead title={sheet.title}>
        <FleetTabs current={sheet.name} />
      </PageHead>
      <FilterForm filters={filters} names={FILTERS}>
        <TextFilter title="With" name="q" filters={filters} placeholder={sheet.example} />
        <PlaceFilters filters={filters} />
        <ChoiceFilter title="Role" name="role" choices={roleChoices} filters={filters} />
        <ChoiceFilter title="Found" name="state" choices={stateChoices} filters={filters} />
        <ChoiceFilter title="A row for each" name="by" choices={groupings} filters={filters} any="cluster" />
        <SetFilter filters={filters} name="nodes" title="Nodes" />
        <SetFilter filters={filters} name="value" title={sheet.columns[0].title} />
        <SetFilter
          filters={filters}
          name="is"
          title="With exactly"
          textOf={(is) => isText(is, sheet.columns)}
        />
      </FilterForm>
      <FleetCharts key={sheet.name} sheet={sheet} filters={filters}>
        <AnswerState answer={answer} what={sheet.title.toLowerCase()}>
          {(page) =>
            page.items.length === 0 ? (
              <Empty title="No node is like that." />
            ) : (
              <FleetTable
                sheet={sheet}
                rows={page.items}
                filters={filters}
                foot={<PageFoot page={page} request={request} filters={filters} />}
              />
            )
          }
        </AnswerState>
      </FleetCharts>
    </>
  );
}
