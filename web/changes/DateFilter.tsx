import type { Filters } from '../addresses/useFilters.ts';

/** A day; ages such as 7d, which links bring, show as none. */
export function DateFilter({ title, name, filters }: { title: string; name: string; filters: Filters }) {
  const value = filters.value(name).slice(0, 10);
  return (
    <label class="filter">
      <span class="label">{title}</span>
      <input
        type="date"
        value={/^\d{4}-\d{2}-\d{2}$/.test(value) ? value : ''}
        onChange={(event) => filters.set({ [name]: event.currentTarget.value })}
      />
    </label>
  );
}
