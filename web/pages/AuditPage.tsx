import type { AuditRow } from '../../server/routes/schemas/acts.ts';
import { PAGED, useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { auditRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { Age } from '../components/Age.tsx';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { DataTable, type TableColumn } from '../components/DataTable.tsx';
import { FilterForm, TextFilter } from '../components/FilterForm.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { Plain } from '../components/Plain.tsx';
import { PageFoot } from '../components/TableFoot.tsx';
import { useAdministrator } from '../session/session.ts';

const FILTERS = ['who', 'action'];

/** Who changed what. The API answers administrators only. */
export function AuditPage() {
  useTitle('Audit');
  const who = useAdministrator();
  const filters = useFilters();
  const request = auditRequest({ ...filters.values(...FILTERS, ...PAGED), limit: 100 });
  // Asked again when somebody signs in or out.
  const answer = useApi(who === null ? null : request, { keepBefore: true });
  return (
    <>
      <PageHead title="Audit">
        <p>What administrators changed, by page, token or command, newest first.</p>
      </PageHead>
      {who === null ? (
        <Empty title="For administrators.">
          <p>
            <a href="/sign-in">How to sign in</a>
          </p>
        </Empty>
      ) : (
        <>
          <FilterForm filters={filters} names={FILTERS}>
            <TextFilter title="Who" name="who" filters={filters} />
            <TextFilter title="Action" name="action" filters={filters} placeholder="suspects" />
          </FilterForm>
          <AnswerState answer={answer} what="the audit">
            {(page) =>
              page.items.length === 0 ? (
                <Empty title="Nothing like that was done." />
              ) : (
                <DataTable
                  cards
                  caption="What was done"
                  rows={page.items}
                  keyOf={({ id }) => id}
                  columns={columns}
                  filters={filters}
                  foot={<PageFoot page={page} request={request} filters={filters} />}
                />
              )
            }
          </AnswerState>
        </>
      )}
    </>
  );
}

const columns: TableColumn<AuditRow>[] = [
  { key: 'action', title: 'Action', by: 'action', names: true, cell: ({ action }) => action },
  { key: 'target', title: 'On', by: 'target', cell: ({ target }) => <Plain text={target} /> },
  { key: 'who', title: 'Who', by: 'who', cell: ({ who }) => <Plain text={who} /> },
  { key: 'via', title: 'By', by: 'via', cell: ({ via }) => via },
  { key: 'at', title: 'When', by: 'at', cell: ({ at }) => <Age at={at} plain /> },
  { key: 'outcome', title: 'Outcome', by: 'outcome', cell: ({ outcome }) => outcome },
  { key: 'detail', title: 'Detail', wide: true, cell: ({ detail }) => <Plain text={detail} /> },
];
