import { useRoute } from 'preact-iso';
import type { ToolGrid } from '../../server/routes/schemas/toolGrid.ts';
import { type Filters, useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { toolRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { StackedBars } from '../charts/StackedBars.tsx';
import { AnswerState } from '../components/AnswerState.tsx';
import { ChoiceFilter, FilterForm, PlaceFilters } from '../components/FilterForm.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { Plain } from '../components/Plain.tsx';
import { TierLegend } from '../components/Tier.tsx';
import { MatchLegend } from '../tool/GridCell.tsx';
import { Lead } from '../tool/Lead.tsx';
import { MatchFilters } from '../tool/MatchFilters.tsx';
import { SkewSeries } from '../tool/SkewSeries.tsx';
import { VersionGrid } from '../tool/VersionGrid.tsx';
import { versionChart } from '../tool/versionChart.ts';
import { WithoutTable } from '../tool/WithoutTable.tsx';

const FILTERS = ['site', 'by', 'against', 'at'];
const columns = [
  { value: 'site', title: 'site' },
  { value: 'cluster', title: 'cluster' },
];

/** One tool: which versions are where, and where it is not or nobody knows. */
export function ToolPage() {
  const { params } = useRoute();
  const asked = params.tool ?? '';
  useTitle(asked);
  const filters = useFilters();
  const request = toolRequest(asked, filters.values(...FILTERS));
  const answer = useApi(request, { keepBefore: true });
  return (
    <>
      <PageHead title={answer.data?.label ?? asked} crumbs={[{ title: 'Find', href: '/find' }]}>
        {answer.data && (
          <>
            <About grid={answer.data} />
            <Lead grid={answer.data} />
          </>
        )}
      </PageHead>
      <FilterForm filters={filters} names={FILTERS}>
        <PlaceFilters filters={filters} clusters={false} />
        <ChoiceFilter
          title="A column for each"
          name="by"
          choices={columns}
          filters={filters}
          any={answer.data?.by ?? 'place'}
        />
        <MatchFilters grid={answer.data} filters={filters} />
      </FilterForm>
      <AnswerState answer={answer} what={asked}>
        {(grid) => <Sheets grid={grid} request={request} filters={filters} />}
      </AnswerState>
    </>
  );
}

/** What a modulefile says that it is. Its address is somebody else's word: one that is none of the web's is text. */
function About({ grid: { description, homepage } }: { grid: ToolGrid }) {
  if (description === '' && homepage === '') return null;
  return (
    <p>
      <Plain text={description} />{' '}
      {/^https?:\/\//i.test(homepage) ? (
        <a href={homepage} rel="noreferrer nofollow">
          <Plain text={homepage} />
        </a>
      ) : (
        <Plain text={homepage} />
      )}
    </p>
  );
}

function Sheets({
  grid,
  request,
  filters,
}: {
  grid: ToolGrid;
  request: ReturnType<typeof toolRequest>;
  filters: Filters;
}) {
  return (
    <>
      <VersionGrid grid={grid} request={request} />
      <MatchLegend />
      <TierLegend />
      {grid.versions.length > 1 && <StackedBars data={versionChart(grid)} />}
      <SkewSeries tool={grid.tool} filters={filters} />
      <WithoutTable grid={grid} filters={filters} />
    </>
  );
}
