import type { FacetOutcome, Reason, VisitOutcome } from '../../server/routes/schemas/common.ts';
import { facetLooks, type OutcomeLook, visitLooks } from './outcomes.ts';
import { Plain } from './Plain.tsx';

/** Full, half, crossed, barred, hollow: told apart without colour. */
const shapes: Record<OutcomeLook['tone'], string> = {
  good: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Z',
  part: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Zm0 1.6v8.8a4.4 4.4 0 0 0 0-8.8Z',
  bad: 'M8 1.2 15 14H1L8 1.2Zm-.9 4.6.3 4h1.2l.3-4H7.1Zm.1 5v1.6h1.6v-1.6H7.2Z',
  idle: 'M2 6.5h12v3H2Z',
  blank: 'M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Zm0 1.6a4.4 4.4 0 1 0 0 8.8 4.4 4.4 0 0 0 0-8.8Z',
};

export function OutcomeShape({ tone }: { tone: OutcomeLook['tone'] }) {
  return (
    <svg class={`shape tone-${tone}`} viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
      <path fill-rule="evenodd" d={shapes[tone]} />
    </svg>
  );
}

export function OutcomeWord({ look }: { look: OutcomeLook }) {
  return (
    <span class={`outcome tone-${look.tone}`}>
      <OutcomeShape tone={look.tone} />
      {look.word}
    </span>
  );
}

export function VisitOutcomeWord({ outcome }: { outcome: VisitOutcome | null }) {
  return <OutcomeWord look={visitLooks[outcome ?? 'never']} />;
}

export function FacetOutcomeWord({ outcome }: { outcome: FacetOutcome | null }) {
  return <OutcomeWord look={facetLooks[outcome ?? 'never']} />;
}

/** Why it did not go well: what the code means, then what the node said. */
export function ReasonText({ reason, href }: { reason: Reason | null; href?: string | undefined }) {
  if (reason === null) return null;
  const sentence = reason.sentence === '' ? reason.code : reason.sentence;
  return (
    <span class="reason">
      {href === undefined ? sentence : <a href={href}>{sentence}</a>}
      {reason.message !== '' && (
        <span class="reason-message">
          <Plain text={reason.message} />
        </span>
      )}
    </span>
  );
}
