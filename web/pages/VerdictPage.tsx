import type { VerdictAnswerPage } from '../../server/routes/schemas/verdicts.ts';
import { type Filters, PAGED, useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { verdictsRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { Age } from '../components/Age.tsx';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { ChoiceFilter, FilterForm } from '../components/FilterForm.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { Plain } from '../components/Plain.tsx';
import { AskForm } from '../verdict/AskForm.tsx';
import { GroupTable } from '../verdict/GroupTable.tsx';
import { ReasonTable } from '../verdict/ReasonTable.tsx';
import { verdictWord } from '../verdict/VerdictMark.tsx';

const FILTERS = ['verdict', 'reasons'];
const answers = ['yes', 'note', 'no', 'unknown'] as const;

/** Whether an image or environment runs on the nodes of a place, and why. */
export function VerdictPage() {
  const filters = useFilters();
  const subject = filters.value('subject');
  useTitle(subject === '' ? 'Will it run' : `Will ${subject} run`);
  return (
    <>
      <PageHead title="Will it run">
        <p>
          An image or environment against the nodes of a place, by what is known of both. A fact that is not
          known gives unknown, never yes.
        </p>
      </PageHead>
      <AskForm filters={filters} />
      {subject !== '' && <Verdicts key={`${subject} ${filters.value('on')}`} filters={filters} />}
    </>
  );
}

function Verdicts({ filters }: { filters: Filters }) {
  const request = verdictsRequest(filters.values('subject', 'on', ...FILTERS, ...PAGED));
  const answer = useApi(request, { keepBefore: true });
  return (
    <>
      <FilterForm filters={filters} names={FILTERS}>
        <ChoiceFilter
          title="Verdict"
          name="verdict"
          filters={filters}
          choices={answers.map((value) => ({ value, title: verdictWord(value) }))}
        />
        <ChoiceFilter
          title="Reasons"
          name="reasons"
          filters={filters}
          choices={[{ value: 'against', title: 'all but yes' }]}
        />
      </FilterForm>
      <AnswerState answer={answer} what="the verdicts">
        {(found) => <Found found={found} filters={filters} request={request} />}
      </AnswerState>
    </>
  );
}

function Found({
  found,
  filters,
  request,
}: {
  found: VerdictAnswerPage;
  filters: Filters;
  request: ReturnType<typeof verdictsRequest>;
}) {
  if (found.groups.length === 0) {
    return filters.value('verdict') === '' ? (
      <Empty title="There are no nodes in that place." />
    ) : (
      <Empty title="No verdict is that one." />
    );
  }
  return (
    <>
      <Subjects found={found} />
      <GroupTable groups={found.groups} filters={filters} />
      {found.items.length > 0 && <ReasonTable answer={found} request={request} filters={filters} />}
    </>
  );
}

function Subjects({ found: { subjects, more } }: { found: VerdictAnswerPage }) {
  return (
    <div role="status">
      <ul class="verdict-subjects">
        {subjects.map(({ name, kind, document, confirmedAt }) => (
          <li key={document}>
            <Plain text={name} /> ({kind}, seen <Age at={confirmedAt} none="no visit tells when" />)
          </li>
        ))}
      </ul>
      {more && <p>More are known by that name; name one by its path or document.</p>}
    </div>
  );
}
