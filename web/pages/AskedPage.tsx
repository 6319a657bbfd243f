import type { AskedTool } from '../../server/routes/schemas/check.ts';
import { findPage } from '../addresses/pages.ts';
import { PAGED, useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { askedRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { AnswerState } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { EmptyList } from '../components/EmptyList.tsx';
import { FilterForm } from '../components/FilterForm.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { Plain } from '../components/Plain.tsx';
import { SetFilter } from '../components/SetFilter.tsx';
import { PageFoot } from '../components/TableFoot.tsx';
import { numberText } from '../text/quantities.ts';

const FILTERS = ['from', 'to'];

/** Tools that checks asked for in vain. */
export function AskedPage() {
  useTitle('Asked for and nowhere');
  const filters = useFilters();
  const request = askedRequest({ ...filters.values(...FILTERS, ...PAGED), limit: 100 });
  const answer = useApi(request, { keepBefore: true });
  return (
    <>
      <PageHead title="Asked for and nowhere" crumbs={[{ title: 'Check my environment', href: '/check' }]}>
        <p>
          Tools that checks asked for and that no cluster is known to have. Kept are the name, the month and
          how often: not who asked, nor what for.
        </p>
      </PageHead>
      <FilterForm filters={filters} names={FILTERS}>
        <SetFilter filters={filters} name="from" title="From" />
        <SetFilter filters={filters} name="to" title="To" />
      </FilterForm>
      <AnswerState answer={answer} what="what was asked for">
        {(page) =>
          page.items.length === 0 ? (
            <EmptyList
              filters={filters}
              names={FILTERS}
              title="Nothing was asked for in vain."
              narrowed="Nothing was asked for in vain in these months."
            />
          ) : (
            <DataTable
              caption="Tools, the most asked first"
              rows={page.items}
              keyOf={({ tool }) => tool}
              columns={columns}
              filters={filters}
              foot={<PageFoot page={page} request={request} filters={filters} />}
            />
          )
        }
      </AnswerState>
    </>
  );
}

const columns: TableColumn<AskedTool>[] = [
  {
    key: 'tool',
    title: 'Tool',
    names: true,
    by: 'tool',
    cell: ({ tool }) => (
      <a href={findPage({ tool })}>
        <Plain text={tool} />
      </a>
    ),
  },
  { key: 'count', title: 'Checks', numeric: true, by: 'count', cell: ({ count }) => numberText(count) },
  { key: 'first', title: 'First month', by: 'first', cell: ({ first }) => first },
  { key: 'last', title: 'Last month', by: 'last', cell: ({ last }) => last },
];
