import type { ComponentChildren } from 'preact';
import type { Filters } from '../addresses/useFilters.ts';
import { Empty } from './AnswerState.tsx';

/** A list without rows. What is not there with these filters may be there all the same, and that is said. */
export function EmptyList({
  filters,
  names,
  title,
  narrowed,
  children,
}: {
  filters: Filters;
  /** The filters that narrow it. */
  names: string[];
  title: string;
  /** What is said while one of them is set. */
  narrowed: string;
  children?: ComponentChildren;
}) {
  if (names.every((name) => filters.value(name) === '')) return <Empty title={title}>{children}</Empty>;
  return (
    <Empty title={narrowed}>
      <p>
        <a href={filters.link(Object.fromEntries(names.map((name) => [name, ''])))}>Without filters</a>
      </p>
    </Empty>
  );
}
