import { useLocation } from 'preact-iso';
import { withQuery } from '../api/request.ts';

/** The filters of a page, which the address alone holds. */
export interface Filters {
  /** '' when not set. */
  value: (name: string) => string;
  /** The named ones, for a request. */
  values: (...names: string[]) => Record<string, string>;
  /** The address with these changed; a changed filter starts at the first page again. */
  link: (changes: Record<string, string>) => string;
  /** Goes there. `replace` leaves no step to go back to: for text while it is typed. */
  set: (changes: Record<string, string>, replace?: boolean) => void;
}

/** Which page of a list is shown, and in which order. */
export const PAGED = ['after', 'sort'];

export function useFilters(): Filters {
  const { path, query, route } = useLocation();
  const link = (changes: Record<string, string>) =>
    withQuery(path, { ...query, after: '', page: '', ...changes });
  const value = (name: string) => query[name] ?? '';
  return {
    value,
    values: (...names) => Object.fromEntries(names.map((name) => [name, value(name)])),
    link,
    set: (changes, replace = false) => route(link(changes), replace),
  };
}
