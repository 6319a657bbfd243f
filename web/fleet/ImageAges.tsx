import type { FleetImageAgeRow } from '../../server/routes/schemas/fleetImages.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { imageAgesRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { Bars } from '../charts/Bars.tsx';
import type { ChartData } from '../charts/chartData.ts';
import { AnswerState } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { FileLinks, Foot } from '../components/TableFoot.tsx';
import { bytesText, counted, numberText } from '../text/quantities.ts';

const WORDS: Record<FleetImageAgeRow['age'], string> = {
  month: 'within 30 days',
  quarter: 'within 90 days',
  year: 'within a year',
  'two-years': 'within 2 years',
  'four-years': 'within 4 years',
  older: 'earlier',
  untold: 'not said',
};
export const ageChoices = Object.entries(WORDS).map(([value, title]) => ({ value, title }));

/** When images were made by what they say themselves, of the places that are shown. */
export function ImageAges({ filters }: { filters: Filters }) {
  const request = imageAgesRequest(filters.values('site', 'cluster', 'nodes'));
  const answer = useApi(request, { keepBefore: true });
  return (
    <AnswerState answer={answer} what="the ages">
      {({ items }) =>
        items.some(({ images }) => images > 0) && (
          <>
            <Bars data={chartOf(items, filters)}>
              <details class="chart-numbers">
                <summary>The numbers as a table</summary>
                <DataTable
                  caption="When images were made, and the space they take"
                  columns={columnsOf(filters)}
                  rows={items}
                  keyOf={({ age }) => age}
                  foot={<Foot exports={<FileLinks request={request} />}>{counted(items.length, 'row')}</Foot>}
                />
              </details>
            </Bars>
            <p>
              <a href={filters.link({ show: 'copies' })}>
                Those that lie several times, and the space they take
              </a>
            </p>
          </>
        )
      }
    </AnswerState>
  );
}

/** The images themselves; what else narrows them counts here neither. */
const linkOf = (age: string, filters: Filters) =>
  filters.link({ age, q: '', form: '', digest: '', only: '', sort: '' });

function columnsOf(filters: Filters): TableColumn<FleetImageAgeRow>[] {
  return [
    { key: 'age', title: 'Made', names: true, cell: ({ age }) => WORDS[age] },
    {
      key: 'images',
      title: 'Images',
      numeric: true,
      cell: ({ age, images }) =>
        images === 0 ? <span class="none">0</span> : <a href={linkOf(age, filters)}>{numberText(images)}</a>,
    },
    {
      key: 'bytes',
      title: 'Space',
      numeric: true,
      cell: ({ bytes, unsized }) => (
        <>
          {bytesText(bytes)}
          {unsized > 0 && <span class="second">{counted(unsized, 'size')} not known</span>}
        </>
      ),
    },
  ];
}

function chartOf(items: FleetImageAgeRow[], filters: Filters): ChartData {
  return {
    title: 'When images were made',
    unit: 'images, by the date that they give; each in the first part that it fits',
    rowTitle: 'Made',
    series: [{ title: 'Images' }],
    rows: items.map(({ age, images }) => ({
      label: WORDS[age],
      values: [images],
      links: [linkOf(age, filters)],
    })),
  };
}
