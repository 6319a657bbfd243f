import { useId } from 'preact/hooks';
import { useField } from '../addresses/useField.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { PlaceOptions } from '../components/PlaceOptions.tsx';
import { PlaceField } from './PlaceField.tsx';

/** The two places. Comparing is an address. */
export function PlacesForm({ filters }: { filters: Filters }) {
  const id = useId();
  const [a, setA] = useField(filters.value('a'));
  const [b, setB] = useField(filters.value('b'));
  const field = (name: 'a' | 'b', title: string) => (
    <PlaceField
      title={title}
      value={name === 'a' ? a : b}
      list={`${id}-places`}
      set={(place, sent) => {
        (name === 'a' ? setA : setB)(place);
        // A file was chosen for good; a name is still being typed.
        const other = name === 'a' ? b : a;
        if (sent && other.trim() !== '') filters.set({ a: a.trim(), b: b.trim(), [name]: place });
      }}
    />
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
        {field('a', 'The tools of')}
        {field('b', 'in')}
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
