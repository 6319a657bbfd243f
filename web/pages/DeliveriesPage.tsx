import { PAGED, useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { deliveriesRequest, schedulesRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { ChoiceFilter, FilterForm, TextFilter } from '../components/FilterForm.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { DeliveryTable } from '../deliveries/DeliveryTable.tsx';
import { ScheduleTable } from '../deliveries/ScheduleTable.tsx';
import { useAdministrator } from '../session/session.ts';

const FILTERS = ['schedule', 'state', 'only'];

/** Reports that are made regularly, and whether they arrived. Addresses of people are for administrators. */
export function DeliveriesPage() {
  useTitle('Regular reports');
  const who = useAdministrator();
  const filters = useFilters();
  const request = deliveriesRequest({ ...filters.values(...FILTERS, ...PAGED), limit: 100 });
  const schedules = useApi(who === null ? null : schedulesRequest);
  const answer = useApi(who === null ? null : request, { keepBefore: true });
  const again = () => {
    schedules.retry();
    answer.retry();
  };
  return (
    <>
      <PageHead title="Regular reports" crumbs={[{ title: 'Reports', href: '/reports' }]}>
        <p>
          What is made by itself, where it goes, and whether it arrived. <a href="/sites">The sites file</a>{' '}
          says it.
        </p>
      </PageHead>
      {who === null ? (
        <Empty title="For administrators.">
          <p>
            Addresses of people stand here. <a href="/sign-in">How to sign in</a>
          </p>
        </Empty>
      ) : (
        <>
          <AnswerState answer={schedules} what="the regular reports">
            {({ items }) => <ScheduleTable rows={items} again={again} />}
          </AnswerState>
          <FilterForm filters={filters} names={FILTERS}>
            <TextFilter title="Regular report" name="schedule" filters={filters} placeholder="weekly" />
            <ChoiceFilter
              title="State"
              name="state"
              filters={filters}
              choices={[
                { value: 'waiting', title: 'waiting' },
                { value: 'done', title: 'arrived' },
                { value: 'failed', title: 'given up' },
              ]}
            />
            <ChoiceFilter
              title="Show"
              name="only"
              filters={filters}
              any="all"
              choices={[{ value: 'trouble', title: 'what needs a look' }]}
            />
          </FilterForm>
          <AnswerState answer={answer} what="the deliveries">
            {(page) => <DeliveryTable page={page} request={request} filters={filters} />}
          </AnswerState>
        </>
      )}
    </>
  );
}
