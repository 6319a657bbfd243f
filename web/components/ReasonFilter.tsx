import type { Filters } from '../addresses/useFilters.ts';
import { visibleText } from '../text/visible.ts';
import { Plain } from './Plain.tsx';

/** A reason is chosen by following one; here it is seen, and taken away again. */
export function ReasonFilter({ filters }: { filters: Filters }) {
  const reason = filters.value('reason');
  if (reason === '') return null;
  return (
    <p class="filter filter-fixed">
      <span class="label">Reason</span>
      <a href={filters.link({ reason: '' })} aria-label={visibleText(`No longer only the reason ${reason}`)}>
        <Plain text={reason} />
        <span class="cross" aria-hidden="true">
          ×
        </span>
      </a>
    </p>
  );
}
