import type { ChangesAnswer } from '../../server/routes/schemas/changes.ts';
import { changesPage } from '../addresses/pages.ts';
import type { Answer } from '../api/useApi.ts';
import { categoryWords, kindWords } from '../changes/kinds.ts';
import { Day } from '../components/Age.tsx';
import { AnswerState } from '../components/AnswerState.tsx';
import { numberText } from '../text/quantities.ts';

/** What changed in the last week, by kind; each number leads to its changes. */
export function Week({ answer }: { answer: Answer<ChangesAnswer> }) {
  return (
    <section aria-labelledby="week-title">
      <h2 id="week-title">Changed this week</h2>
      <AnswerState answer={answer} what="what changed">
        {(week) => <Counts week={week} />}
      </AnswerState>
    </section>
  );
}

function Counts({ week: { counts, since } }: { week: ChangesAnswer }) {
  if (counts.length === 0) {
    return (
      <p class="none">
        Nothing, since <Day at={since} />.
      </p>
    );
  }
  return (
    <ul class="index">
      {counts.map(({ category, kind, count }) => (
        <li key={`${category} ${kind}`}>
          <a href={changesPage({ category, kind })}>
            {categoryWords[category]} {kindWords[kind]}
          </a>
          <span class="leader" />
          <span class="index-count">{numberText(count)}</span>
        </li>
      ))}
    </ul>
  );
}
