import { useEffect, useId, useState } from 'preact/hooks';
import type { Filters } from '../addresses/useFilters.ts';
import { sitesRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';

/** What shall run, and where. Asking is an address. */
export function AskForm({ filters }: { filters: Filters }) {
  const id = useId();
  const [subject, setSubject] = useField(filters.value('subject'));
  const [on, setOn] = useField(filters.value('on'));
  const sites = useApi(sitesRequest).data?.items ?? [];
  const places = sites.flatMap((site) => [
    site.name,
    ...site.clusters.map(({ name }) => `${site.name}/${name}`),
  ]);
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
        <datalist id={`${id}-places`}>
          {places.map((place) => (
            <option key={place} value={place} />
          ))}
        </datalist>
        <button type="submit">Judge</button>
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
