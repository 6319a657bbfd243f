import { useId } from 'preact/hooks';
import { useField } from '../addresses/useField.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { PlaceOptions } from '../components/PlaceOptions.tsx';

/** What shall run, and where. Asking is an address. */
export function AskForm({ filters }: { filters: Filters }) {
  const id = useId();
  const [subject, setSubject] = useField(filters.value('subject'));
  const [on, setOn] = useField(filters.value('on'));
  return (
    <search class="filters">
      <form
        aria-label="Will it run"
        onSubmit={(event) => {
          event.preventDefault();
          filters.set({ subject: subject.trim(), on: on.trim() });
        }}
      >
        <label class="filter verdict-subject">
          <span class="label">Image or environment</span>
          <input
            type="search"
            value={subject}
            placeholder="path, reference, digest, or tool and version"
            autocomplete="off"
            spellcheck={false}
            required
            onInput={(event) => setSubject(event.currentTarget.value)}
          />
        </label>
        <label class="filter">
          <span class="label">On</span>
          <input
            type="search"
            value={on}
            placeholder="every cluster"
            list={`${id}-places`}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => setOn(event.currentTarget.value)}
          />
        </label>
        <PlaceOptions id={`${id}-places`} />
        <button type="submit">Judge</button>
      </form>
    </search>
  );
}
