import { useRoute } from 'preact-iso';
import type { Sweep } from '../../server/routes/schemas/places.ts';
import { clusterPage, sweepPage, sweepsPage } from '../addresses/pages.ts';
import { type Filters, PAGED, useFilters } from '../addresses/useFilters.ts';
import { useTitle } from '../addresses/useTitle.ts';
import { sweepRequest, visitsRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { useSweepEvents } from '../api/useSweepEvents.ts';
import { Age } from '../components/Age.tsx';
import { AnswerState } from '../components/AnswerState.tsx';
import { visitOutcomeChoices } from '../components/choices.ts';
import { EmptyList } from '../components/EmptyList.tsx';
import { ChoiceFilter, FilterForm } from '../components/FilterForm.tsx';
import { OutcomeBar } from '../components/OutcomeBar.tsx';
import { PageHead } from '../components/PageHead.tsx';
import { Plain } from '../components/Plain.tsx';
import { SetFilter } from '../components/SetFilter.tsx';
import { tookText } from '../components/SweepTable.tsx';
import { PageFoot } from '../components/TableFoot.tsx';
import { VisitTable } from '../components/VisitTable.tsx';
import { CancelSweep } from '../sweeps/RunningSweeps.tsx';
import { SweepTrouble } from '../sweeps/SweepTrouble.tsx';
import { counted, numberText } from '../text/quantities.ts';

/** While it runs, somebody is watching. */
const OFTEN = 4000;
const FILTERS = ['outcome', 'reason'];

export function SweepPage() {
  const id = useRoute().params.id ?? '';
  const filters = useFilters();
  useTitle(`Sweep ${id}`);
  const answer = useApi(sweepRequest(id));
  const live = useSweepEvents(id, answer.data?.state === 'running', answer.retry);
  const every = live?.state === 'running' || answer.data?.state === 'running' ? OFTEN : undefined;
  return (
    <>
      <PageHead title={`Sweep ${id}`} crumbs={[{ title: 'Sweeps', href: sweepsPage({}) }]} />
      <AnswerState answer={answer} what="the sweep">
        {(sweep) => (
          <>
            <SweepFacts sweep={sweep.state === 'running' ? (live ?? sweep) : sweep} />
            {sweep.state === 'running' && (
              <div class="act-form">
                <CancelSweep sweep={sweep} done={answer.retry} />
              </div>
            )}
          </>
        )}
      </AnswerState>
      {/* What stands below the facts comes after them, so that it does not move, and once more when the sweep ended. */}
      {answer.data && (
        <>
          {visitsOf(live ?? answer.data) > 0 && (
            <SweepTrouble key={`trouble ${answer.data.state}`} id={id} every={every} />
          )}
          <FilterForm filters={filters} names={FILTERS}>
            <ChoiceFilter title="Outcome" name="outcome" choices={visitOutcomeChoices} filters={filters} />
            <SetFilter filters={filters} name="reason" title="Reason" />
          </FilterForm>
          <Visits key={`visits ${answer.data.state}`} id={id} filters={filters} every={every} />
        </>
      )}
    </>
  );
}

const BEGUN_BY: Record<Sweep['trigger'], string> = {
  command: 'a person',
  schedule: 'its schedule',
  single: 'the nodes themselves, or an import',
};

const visitsOf = ({ outcomes: { complete, partial, failed, notExpected } }: Sweep) =>
  complete + partial + failed + notExpected;

function SweepFacts({ sweep }: { sweep: Sweep }) {
  const done = visitsOf(sweep);
  return (
    <div class="summary">
      <dl class="facts">
        <div class="fact">
          <dt>Cluster</dt>
          <dd>
            <a href={clusterPage(sweep.site, sweep.cluster)}>
              <Plain text={`${sweep.site}/${sweep.cluster}`} />
            </a>
          </dd>
        </div>
        <div class="fact">
          <dt>Started</dt>
          <dd>
            <Age at={sweep.startedAt} plain />
          </dd>
        </div>
        <div class="fact">
          <dt>State</dt>
          <dd>
            <span class={`state state-${sweep.state}`}>{sweep.state}</span>
            {sweep.finishedAt === null
              ? `, ${numberText(done)} of ${numberText(sweep.expected)} nodes so far`
              : ` after ${tookText(sweep)}`}
            {sweep.note !== '' && (
              <>
                {': '}
                <Plain text={sweep.note} />
              </>
            )}
          </dd>
        </div>
        <div class="fact">
          <dt>Begun by</dt>
          <dd>
            {BEGUN_BY[sweep.trigger]}
            {sweep.full ? ', everything read again' : ''}
          </dd>
        </div>
        <div class="fact">
          <dt>Expected</dt>
          <dd>{counted(sweep.expected, 'node')}</dd>
        </div>
        <div class="fact">
          <dt>Changed</dt>
          <dd>{sweep.changed === 0 ? 'nothing' : counted(sweep.changed, 'observation')}</dd>
        </div>
        {sweep.thinned > 0 && (
          <div class="fact">
            <dt>Thinned</dt>
            <dd>{counted(sweep.thinned, 'visit')} of these kept no more</dd>
          </div>
        )}
      </dl>
      {done > 0 && (
        <OutcomeBar counts={sweep.outcomes} linkOf={(outcome) => sweepPage(sweep.id, { outcome })} />
      )}
    </div>
  );
}

function Visits({ id, filters, every }: { id: string; filters: Filters; every: number | undefined }) {
  const request = visitsRequest({ sweep: id, ...filters.values(...FILTERS, ...PAGED), limit: 100 });
  const answer = useApi(request, { keepBefore: true, every });
  return (
    <AnswerState answer={answer} what="the visits">
      {(page) =>
        page.items.length === 0 ? (
          <EmptyList
            filters={filters}
            names={FILTERS}
            title="No node has been visited."
            narrowed="No visit of this sweep is like that."
          />
        ) : (
          <VisitTable
            rows={page.items}
            filters={filters}
            reasonLink={(reason) => filters.link({ reason })}
            foot={<PageFoot page={page} request={request} filters={filters} />}
          />
        )
      }
    </AnswerState>
  );
}
