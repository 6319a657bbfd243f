import type { FleetImageCopiesRow } from '../../server/routes/schemas/fleetImages.ts';
import { type Filters, PAGED, useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { imageCopiesRequest, imagesRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { Bars } from '../charts/Bars.tsx';
import { byteStep, type ChartData } from '../charts/chartData.ts';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { ChoiceFilter, FilterForm, PlaceFilters, TextFilter } from '../components/FilterForm.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { SetFilter } from '../components/SetFilter.tsx';
import { ListFoot } from '../components/TableFoot.tsx';
import { CopiesTable } from '../fleet/CopiesTable.tsx';
import { FleetTabs } from '../fleet/FleetTabs.tsx';
import { ageChoices, ImageAges } from '../fleet/ImageAges.tsx';
import { ImageTable, shortDigest } from '../fleet/ImageTable.tsx';
import { bytesText } from '../text/quantities.ts';

const FILTERS = ['q', 'form', 'digest', 'only', 'age', 'site', 'cluster', 'nodes', 'show'];
const forms = [
  'sif',
  'oci-sif',
  'squashfs',
  'ext3',
  'sandbox',
  'podman',
  'docker',
  'oci',
  'registry',
  'unknown',
].map((value) => ({ value, title: value }));
const lacking = [
  { value: 'nameless', title: 'those that nothing names' },
  { value: 'undigested', title: 'those without a digest' },
  { value: 'unlabelled', title: 'those without labels' },
];
const copies = [{ value: 'copies', title: 'copies of one another' }];

/** Images of all clusters, or those that are there several times. */
export function ImagesPage() {
  useTitle('Images');
  const filters = useFilters();
  const asCopies = filters.value('show') === 'copies';
  return (
    <>
      <PageHead title="Images">
        <FleetTabs current="images" />
      </PageHead>
      <FilterForm filters={filters} names={FILTERS}>
        {!asCopies && <TextFilter title="Place" name="q" filters={filters} placeholder="/apps/images" />}
        <PlaceFilters filters={filters} />
        {!asCopies && <ChoiceFilter title="Form" name="form" choices={forms} filters={filters} />}
        {!asCopies && <ChoiceFilter title="Made" name="age" choices={ageChoices} filters={filters} />}
        {!asCopies && <ChoiceFilter title="Only" name="only" choices={lacking} filters={filters} any="all" />}
        <ChoiceFilter title="Show" name="show" choices={copies} filters={filters} any="every image" />
        <SetFilter filters={filters} name="nodes" title="Nodes" />
      </FilterForm>
      {asCopies ? <Copies filters={filters} /> : <Images filters={filters} />}
    </>
  );
}

function Images({ filters }: { filters: Filters }) {
  const request = imagesRequest({
    ...filters.values('q', 'form', 'digest', 'only', 'age', 'site', 'cluster', 'nodes', ...PAGED),
    limit: 100,
  });
  const answer = useApi(request, { keepBefore: true });
  return (
    <>
      <ImageAges filters={filters} />
      {filters.value('digest') !== '' && (
        <p>
          Only images with the digest <code>{filters.value('digest')}</code>.{' '}
          <a href={filters.link({ digest: '' })}>All images</a>
        </p>
      )}
      <AnswerState answer={answer} what="the images">
        {(page) =>
          page.items.length === 0 ? (
            <NoImage filters={filters} />
          ) : (
            <ImageTable
              rows={page.items}
              filters={filters}
              foot={<Pages {...{ page, request, filters }} />}
            />
          )
        }
      </AnswerState>
    </>
  );
}

/** Either the filters leave none, or there is none to be seen. */
function NoImage({ filters }: { filters: Filters }) {
  if (FILTERS.some((name) => filters.value(name) !== '')) return <Empty title="No image is like that." />;
  return (
    <Empty title="No image was seen on any node.">
      <p>
        Stores of Podman and Docker are read where the account of the visit may, and folders of images where
        the <a href="/sites">sites file</a> names them: <code>roots: {'{ images: [/apps/images] }'}</code>
      </p>
    </Empty>
  );
}

function Copies({ filters }: { filters: Filters }) {
  const request = imageCopiesRequest({
    ...filters.values('site', 'cluster', 'nodes', ...PAGED),
    limit: 100,
  });
  const answer = useApi(request, { keepBefore: true });
  return (
    <AnswerState answer={answer} what="the copies">
      {(page) =>
        page.items.length === 0 ? (
          <Empty title="No image whose digest is known is there twice." />
        ) : (
          <>
            <Bars data={spaceOf(page.items, filters)} />
            <CopiesTable
              rows={page.items}
              filters={filters}
              foot={<Pages {...{ page, request, filters }} />}
            />
          </>
        )
      }
    </AnswerState>
  );
}

/** What could be had back, image by image. */
function spaceOf(rows: FleetImageCopiesRow[], filters: Filters): ChartData {
  return {
    title: 'Space that copies take beyond one of each',
    unit: 'bytes, where sizes are known',
    rowTitle: 'Image',
    series: [{ title: 'Beyond one' }],
    text: bytesText,
    step: byteStep,
    rows: rows.map(({ digest, spare, places }) => ({
      label: `${places[0]?.split('/').at(-1) ?? ''} ${shortDigest(digest)}`.trim(),
      values: [spare],
      links: [filters.link({ digest, show: '' })],
    })),
  };
}

function Pages({
  filters,
  ...list
}: Omit<Parameters<typeof ListFoot>[0], 'first' | 'linkAfter'> & { filters: Filters }) {
  return (
    <ListFoot
      {...list}
      first={filters.value('after') === ''}
      linkAfter={(after) => filters.link({ after })}
    />
  );
}
