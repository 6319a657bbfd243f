import type { FacetOutcome, Reason } from '../../server/routes/schemas/common.ts';
import { Age } from '../components/Age.tsx';
import { FacetOutcomeWord, ReasonText } from '../components/Outcome.tsx';

/** How the last reading of a facet or a root went, and how old what is shown is. */
export function ReadingState({
  outcome,
  reason,
  confirmedAt,
  visitReason,
}: {
  outcome: FacetOutcome | null;
  reason: Reason | null;
  confirmedAt: string | null;
  /** Why the whole visit failed: said above, and not again here. */
  visitReason: Reason | null;
}) {
  const told = reason?.code === visitReason?.code && reason?.message === visitReason?.message;
  return (
    <p class="facet-state">
      <FacetOutcomeWord outcome={outcome} />
      {confirmedAt !== null && (
        <span class="facet-age">
          {outcome === 'failed' || outcome === 'notExpected' ? 'known from ' : 'read '}
          <Age at={confirmedAt} />
        </span>
      )}
      {reason !== null && !told && <ReasonText reason={reason} />}
    </p>
  );
}
