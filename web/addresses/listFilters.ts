import type { Filters } from './useFilters.ts';

/** A second list of a page: its order, its columns and its page stand in the address under names of their own. */
export function listFilters(filters: Filters, list: string): Filters {
  const own = (name: string) => `${list}.${name}`;
  const changed = (changes: Record<string, string>) => ({
    after: filters.value('after'),
    [own('after')]: '',
    ...Object.fromEntries(Object.entries(changes).map(([name, value]) => [own(name), value])),
  });
  const value = (name: string) => filters.value(own(name));
  return {
    value,
    values: (...names) => Object.fromEntries(names.map((name) => [name, value(name)])),
    link: (changes) => filters.link(changed(changes)),
    set: (changes, replace) => filters.set(changed(changes), replace),
  };
}
