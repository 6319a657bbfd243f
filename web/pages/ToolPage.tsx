import { useRoute } from 'preact-iso';
import type { ToolGrid } from '../../server/routes/schemas/toolGrid.ts';
import { comparePage, findPage } from '../addresses/pages.ts';
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
import { counted } from '../text/quantities.ts';
import { VersionGrid } from '../tool/VersionGrid.tsx';
import { versionChart } from '../tool/versionChart.ts';
import { WithoutTable } from '../tool/WithoutTable.tsx';

const FILTERS = ['site', 'by'];
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

/** Providers that are images. */
const IMAGES = ['apptainer', 'podman', 'docker'] as const;

/** Who is ahead, in a sentence. */
function Lead({ grid }: { grid: ToolGrid }) {
  const newest = grid.versions.find((version) => version !== '');
  const ahead = grid.places.filter((place) => newest !== undefined && place.newest === newest);
  const images = IMAGES.filter((one) => grid.items.some(({ providers }) => providers.includes(one)));
  const inConda = grid.items.some(({ providers }) => providers.includes('conda'));
  const holding = grid.places.filter(({ state }) => state === 'has');
  return (
    <p>
      {counted(grid.versions.length, 'version')} at {counted(holding.length, grid.by)}.{' '}
      {newest !== undefined && ahead.length > 0 && (
        <>
          The newest, <Plain text={newest} />, is at{' '}
          {ahead.length === 1 ? '' : `${ahead.length} of them, such as `}
          <Plain text={[ahead[0]?.site, ahead[0]?.cluster].filter(Boolean).join('/')} />.{' '}
        </>
      )}
      <a href={findPage({ tool: grid.tool })}>All places, with the lines that load it</a>
      {images.length > 0 && '. Images that contain it: '}
      {images.map((provider, at) => (
        <span key={provider}>
          {at > 0 && ', '}
          <a href={findPage({ tool: grid.tool, provider })}>{provider}</a>
        </span>
      ))}
      {inConda && (
        <>
          .{' '}
          <a href={comparePage({ list: 'environments', tool: grid.tool })}>Environments with it, compared</a>
        </>
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
      {grid.versions.length > 1 && <StackedBars data={versionChart(grid)} />}
      <WithoutTable grid={grid} filters={filters} />
      <TierLegend />
    </>
  );
}
