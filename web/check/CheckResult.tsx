import type { CheckAnswer } from '../../server/routes/schemas/check.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { Plain } from '../components/Plain.tsx';
import { counted } from '../text/quantities.ts';
import { BlockToPaste } from './BlockToPaste.tsx';
import { ClusterTable } from './ClusterTable.tsx';
import { Derived } from './Derived.tsx';
import { Environments } from './Environments.tsx';
import type { CheckInput } from './input.ts';
import { LockHeld } from './LockHeld.tsx';
import { RowTable } from './RowTable.tsx';
import { Unread } from './Unread.tsx';
import { Uses } from './Uses.tsx';
import { Verdicts } from './Verdicts.tsx';

/** The answer: what was read, where it is, and how to use it there. */
export function CheckResult({
  answer,
  input,
  filters,
}: {
  answer: CheckAnswer;
  input: CheckInput;
  filters: Filters;
}) {
  const { asked, sentence, everywhere, clusters, nowhere, notes, unread } = answer;
  const read = unread.length > 0 ? ' that was read' : '';
  return (
    <>
      <div class="notice" role="status">
        <p class="notice-title">
          {clusters.length === 0
            ? 'No cluster is known yet.'
            : everywhere === 0
              ? `No cluster has everything${read}.`
              : `Everything${read} is at ${everywhere} of ${counted(clusters.length, 'cluster')}.`}
        </p>
        <p>
          {counted(asked, 'requirement')} read from {sentence}. {notes.join(' ')}
        </p>
        {nowhere.length > 0 && (
          <p>
            No cluster is known to have: <Plain text={nowhere.join(', ')} />.
          </p>
        )}
      </div>
      {unread.length > 0 && <Unread rows={unread} />}
      {clusters.length > 0 && asked > 0 && (
        <>
          <ClusterTable answer={answer} input={input} filters={filters} />
          <Gaps answer={answer} />
          {answer.form === 'gazetteer-lock' && answer.on !== '' && (
            <LockHeld input={input} on={answer.on} filters={filters} />
          )}
          <BlockToPaste answer={answer} />
          <RowTable answer={answer} input={input} filters={filters} />
          {answer.uses.length > 0 && <Uses rows={answer.uses} on={answer.on} />}
          {answer.environments.length > 0 && <Environments answer={answer} />}
          {answer.verdicts.length > 0 && <Verdicts answer={answer} />}
          {answer.derived.length > 0 && <Derived rows={answer.derived} />}
        </>
      )}
    </>
  );
}

/** Why something is unknown on the cluster that is told in full. */
function Gaps({ answer }: { answer: CheckAnswer }) {
  const gaps = answer.clusters.find((one) => `${one.site}/${one.cluster}` === answer.on)?.gaps ?? [];
  if (gaps.length === 0) return null;
  return (
    <details class="legend">
      <summary>
        What was not read on <Plain text={answer.on} />, so that things are unknown
      </summary>
      <ul>
        {gaps.map((gap) => (
          <li key={gap}>
            <Plain text={gap} />
          </li>
        ))}
      </ul>
    </details>
  );
}
