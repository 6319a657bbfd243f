import { useEffect, useId, useState } from 'preact/hooks';
import type { Filters } from '../addresses/useFilters.ts';
import { sitesRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';

/** The two places. Comparing is an address. */
export function PlacesForm({ filters }: { filters: Filters }) {
  const id = useId();
  const [a, setA] = useField(filters.value('a'));
  const [b, setB] = useField(filters.value('b'));
  const sites = useApi(sitesRequest).data?.items ?? [];
  const places = sites.flatMap((site) => [
    site.name,
    ...site.clusters.map(({ name }) => `${site.name}/${name}`),
  ]);
  const input = (title: string, value: string, set: (text: string) => void) => (
    <label class="filter compare-place">
      <span class="label">{title}</span>
      <input
        type="search"
        value={value}
        placeholder="site/cluster:nodes@2026-11-01"
        list={`${id}-places`}
        autocomplete="off"
        spellcheck={false}
        required
        onInput={(event) => set(event.currentTarget.value)}
      />
    </label>
  );
  return (
    <search class="filters">
      <form
        aria-label="Two places"
        onSubmit={(event) => {
          event.preventDefault();
          filters.set({ a: a.trim(), b: b.trim() });
        }}
      >
        {input('The tools of', a, setA)}
        {input('in', b, setB)}
        <datalist id={`${id}-places`}>
          {places.map((place) => (
            <option key={place} value={place} />
          ))}
        </datalist>
        <button type="submit">Compare</button>
        {filters.value('a') !== '' && (
          <a class="swap" href={filters.link({ a: filters.value('b'), b: filters.value('a') })}>
            The other way round
          </a>
        )}
      </form>
    </search>
  );
}

/** What is typed, until the address says something else. */
function useField(value: string): [string, (text: string) => void] {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  return [typed, setTyped];
}
