import { numberText as shareText } from '../../server/reports/valueText.ts';
import type { ReportRow } from '../../server/routes/schemas/reports.ts';
import { PAGED, useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { reportsRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { Age } from '../components/Age.tsx';
import { AnswerState } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { EmptyList } from '../components/EmptyList.tsx';
import { ChoiceFilter, FilterForm } from '../components/FilterForm.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { Plain } from '../components/Plain.tsx';
import { SetFilter } from '../components/SetFilter.tsx';
import { PageFoot } from '../components/TableFoot.tsx';
import { MakeReport } from '../reports/MakeReport.tsx';
import { numberText } from '../text/quantities.ts';

const FILTERS = ['scope', 'of'];

/** Reports that were made, and a way to make one. */
export function ReportsPage() {
  useTitle('Reports');
  const filters = useFilters();
  const request = reportsRequest({ ...filters.values(...FILTERS, ...PAGED), limit: 50 });
  const answer = useApi(request, { keepBefore: true });
  return (
    <>
      <PageHead title="Reports">
        <p>
          What a scope offered and what became of it in a week, or in other days. A report stays as it was
          made. <a href="/deliveries">Regular reports</a> go out by themselves, and a{' '}
          <a href="/api/v1/reports.atom">feed</a> tells the latest.
        </p>
      </PageHead>
      <MakeReport />
      <FilterForm filters={filters} names={FILTERS}>
        <SetFilter filters={filters} name="scope" title="Scope" />
        <ChoiceFilter
          title="Of"
          name="of"
          filters={filters}
          any="anything"
          choices={[
            { value: 'everything', title: 'everything' },
            { value: 'site', title: 'a site' },
            { value: 'cluster', title: 'a cluster' },
            { value: 'nodes', title: 'some nodes' },
          ]}
        />
      </FilterForm>
      <AnswerState answer={answer} what="the reports">
        {(page) =>
          page.items.length === 0 ? (
            <EmptyList
              filters={filters}
              names={FILTERS}
              title="No report yet."
              narrowed="No report of that was made."
            >
              <p>
                <code>gazetteer report</code> makes that of the last week.
              </p>
            </EmptyList>
          ) : (
            <DataTable
              cards
              caption="Reports, the latest first"
              rows={page.items}
              keyOf={({ id }) => id}
              columns={columnsOf(filters.link)}
              filters={filters}
              foot={<PageFoot page={page} request={request} filters={filters} />}
            />
          )
        }
      </AnswerState>
    </>
  );
}

const columnsOf = (link: (changes: Record<string, string>) => string): TableColumn<ReportRow>[] => [
  {
    key: 'title',
    title: 'Report',
    names: true,
    by: 'title',
    fields: ['id', 'title'],
    cell: ({ id, title }) => (
      <a href={`/reports/${id}`}>
        <Plain text={title} />
      </a>
    ),
  },
  {
    key: 'scope',
    title: 'Scope',
    by: 'scope',
    cell: ({ scope }) =>
      scope === '' ? (
        <a class="quiet" href={link({ of: 'everything' })}>
          everything
        </a>
      ) : (
        <a class="quiet" href={link({ scope })}>
          <Plain text={scope} />
        </a>
      ),
  },
  { key: 'madeAt', title: 'Made', by: 'madeAt', cell: ({ madeAt }) => <Age at={madeAt} plain /> },
  {
    key: 'coverage',
    title: 'Coverage',
    numeric: true,
    cell: ({ coverage }) => (coverage === null ? 'no visit was due' : shareText(coverage, 'share')),
  },
  {
    key: 'warnings',
    title: 'Warnings',
    numeric: true,
    by: 'warnings',
    cell: ({ warnings }) => numberText(warnings),
  },
];
