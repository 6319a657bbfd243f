import type { Filters } from '../addresses/useFilters.ts';
import { visibleText } from '../text/visible.ts';
import { Plain } from './Plain.tsx';

/** What is chosen by following a link, such as a reason; here it is seen, and taken away again. */
export function SetFilter({
  filters,
  name,
  title,
  textOf = (value) => value,
}: {
  filters: Filters;
  name: string;
  title: string;
  /** What people read in place of what the address has. */
  textOf?: (value: string) => string;
}) {
  if (filters.value(name) === '') return null;
  const value = textOf(filters.value(name));
  return (
    <p class="filter filter-fixed">
      <span class="label">{title}</span>
      <a
        href={filters.link({ [name]: '' })}
        aria-label={visibleText(`No longer only ${title.toLowerCase()} ${value}`)}
      >
        <Plain text={value} />
        <span class="cross" aria-hidden="true">
          ×
        </span>
      </a>
    </p>
  );
}
