import { useId } from 'preact/hooks';
import { useField } from '../addresses/useField.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { PlaceOptions } from '../components/PlaceOptions.tsx';

/** The two places. Comparing is an address. */
export function PlacesForm({ filters }: { filters: Filters }) {
  const id = useId();
  const [a, setA] = useField(filters.value('a'));
  const [b, setB] = useField(filters.value('b'));
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
        <PlaceOptions id={`${id}-places`} />
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
