import type { ComparedSide, ComparisonAnswer } from '../../server/routes/schemas/compare.ts';
import { comparePage } from '../addresses/pages.ts';
import { type Filters, PAGED } from '../addresses/useFilters.ts';
import { comparisonRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { Age } from '../components/Age.tsx';
import { AnswerState, Empty } from '../components/AnswerState.tsx';
import { ChoiceFilter, FilterForm, TextFilter } from '../components/FilterForm.tsx';
import { Plain } from '../components/Plain.tsx';
import { PageFoot } from '../components/TableFoot.tsx';
import { GapList } from './GapList.tsx';
import { ScoreFormula } from './ScoreFormula.tsx';
import { ScoreParts } from './ScoreParts.tsx';
import { ScoreSeries } from './ScoreSeries.tsx';
import { SummaryTable } from './SummaryTable.tsx';
import { isSent } from './sent.ts';
import { TimeSlider } from './TimeSlider.tsx';
import { ToolTable } from './ToolTable.tsx';
import { UnknownTools } from './UnknownTools.tsx';
import { categoryChoices, matchChoices, scoreText, tierChoices } from './words.ts';

const FILTERS = ['match', 'tier', 'category', 'q', 'tools', 'bytes', 'obtainable'];

/** The tools of one place in another. */
export function TwoPlaces({ filters, a, b }: { filters: Filters; a: string; b: string }) {
  const request = comparisonRequest({ a, b, ...filters.values(...FILTERS, ...PAGED) });
  const answer = useApi(request, { keepBefore: true });
  return (
    <>
      <TimeSlider filters={filters} a={a} b={b} />
      <AnswerState answer={answer} what="the comparison">
        {(found) => (
          <>
            <Scores answer={found} />
            <UnknownTools names={found.unknownTools} />
            <ScoreParts
              title={`${found.a.scope} in ${found.b.scope}`}
              score={found.there.score}
              counts={found.there.matches}
              weights={found.weights}
            />
            <ScoreParts
              title={`${found.b.scope} in ${found.a.scope}`}
              score={found.back.score}
              counts={found.back.matches}
              weights={found.weights}
            />
            <GapList side={found.b} />
            <GapList side={found.a} />
            <SummaryTable direction={found.there} filters={filters} />
            <FilterForm filters={filters} names={FILTERS}>
              <ChoiceFilter title="Match" name="match" filters={filters} choices={matchChoices} />
              <ChoiceFilter title="Tier" name="tier" filters={filters} choices={tierChoices} />
              <ChoiceFilter title="Tools" name="category" filters={filters} choices={categoryChoices} />
              <TextFilter title="Name" name="q" filters={filters} />
              <TextFilter
                title="Only these tools"
                name="tools"
                filters={filters}
                placeholder="samtools, gcc"
              />
              <ChoiceFilter
                title="Bytes"
                name="bytes"
                filters={filters}
                choices={[{ value: 'other', title: 'one label, other bytes' }]}
              />
              <ChoiceFilter title="Obtainable" name="obtainable" filters={filters} choices={OBTAINABLE} />
            </FilterForm>
            {found.obtainable !== null && <Obtainable counts={found.obtainable} filters={filters} />}
            {found.items.length === 0 ? (
              <Empty title="No tool is like that." />
            ) : (
              <ToolTable
                rows={found.items}
                filters={filters}
                there={found.b.scope}
                foot={<PageFoot page={found} request={request} filters={filters} />}
              />
            )}
            {!isSent(a) && !isSent(b) && (
              <>
                <p>
                  <a href={comparePage({ a, b, list: 'environments' })}>
                    The conda environments, each by all of its packages
                  </a>
                </p>
                <ScoreSeries a={a} b={b} filters={filters} />
              </>
            )}
            <ScoreFormula weights={found.weights} />
          </>
        )}
      </AnswerState>
    </>
  );
}

function Scores({ answer: { a, b, there, back } }: { answer: ComparisonAnswer }) {
  return (
    <dl class="scores">
      <div>
        <dt>
          <Plain text={a.scope} /> in <Plain text={b.scope} />
        </dt>
        <dd>{scoreText(there.score)}</dd>
      </div>
      <div>
        <dt>
          <Plain text={b.scope} /> in <Plain text={a.scope} />
        </dt>
        <dd>{scoreText(back.score)}</dd>
      </div>
      <Read side={a} />
      <Read side={b} />
    </dl>
  );
}

/** How old the oldest reading is that is relied on. */
function Read({ side }: { side: ComparedSide }) {
  return (
    <div>
      <dt>
        <Plain text={side.scope} /> was read
      </dt>
      <dd>
        <Age at={side.oldest} none="never" />
      </dd>
    </div>
  );
}

const OBTAINABLE = [
  { value: 'count', title: 'any, counted' },
  { value: 'yes', title: 'can be had there' },
  { value: 'no', title: 'cannot be had there' },
  { value: 'unknown', title: 'not known' },
];

/** How many of the tools that the other filters let through are what, each with the rows behind it. */
function Obtainable({
  counts: { yes, no, unknown },
  filters,
}: {
  counts: NonNullable<ComparisonAnswer['obtainable']>;
  filters: Filters;
}) {
  const linked = (value: string, count: number) => (
    <a href={filters.link({ obtainable: value, after: '' })}>{count}</a>
  );
  return (
    <p>
      Of tools that are not there in the same build {linked('yes', yes)} can be had there, {linked('no', no)}{' '}
      cannot, and of {linked('unknown', unknown)} nobody knows.
    </p>
  );
}
