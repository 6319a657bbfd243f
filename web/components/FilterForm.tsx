import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useField } from '../addresses/useField.ts';
import type { Filters } from '../addresses/useFilters.ts';
import { sitesRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { visibleText } from '../text/visible.ts';

/** Filters of a list. Each change is an address; nothing has to be sent. */
export function FilterForm({
  children,
  filters,
  names,
}: {
  children: ComponentChildren;
  filters: Filters;
  names: string[];
}) {
  const none = Object.fromEntries(names.map((name) => [name, '']));
  const any = names.some((name) => filters.value(name) !== '');
  return (
    <search class="filters">
      <form onSubmit={(event) => event.preventDefault()} aria-label="Filters">
        {children}
        {any && (
          <a class="filters-clear" href={filters.link(none)}>
            Clear filters
          </a>
        )}
      </form>
    </search>
  );
}

export interface Choice {
  value: string;
  title: string;
}

export function ChoiceFilter({
  title,
  name,
  choices,
  filters,
  any = 'any',
}: {
  title: string;
  name: string;
  choices: Choice[];
  filters: Filters;
  /** What it is when nothing is chosen. */
  any?: string;
}) {
  const value = filters.value(name);
  // A value that came by a link is shown even when it is none of the choices.
  const known = value === '' || choices.some((choice) => choice.value === value);
  return (
    <label class="filter">
      <span class="label">{title}</span>
      <select value={value} onChange={(event) => filters.set({ [name]: event.currentTarget.value })}>
        <option value="">{visibleText(any)}</option>
        {!known && <option value={value}>{visibleText(value)}</option>}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {visibleText(choice.title)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Text that narrows while it is typed; only the last state of it is a step of the history. */
export function TextFilter({
  title,
  name,
  filters,
  placeholder,
}: {
  title: string;
  name: string;
  filters: Filters;
  placeholder?: string;
}) {
  const value = filters.value(name);
  const [typed, setTyped] = useField(value);
  // Another filter may be chosen before the pause is over.
  const latest = useRef(filters);
  latest.current = filters;
  useEffect(() => {
    if (typed === value) return;
    const timer = setTimeout(() => latest.current.set({ [name]: typed }, value !== ''), 250);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <label class="filter">
      <span class="label">{title}</span>
      <input
        type="search"
        value={typed}
        placeholder={placeholder}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
    </label>
  );
}

/** Site, and the clusters of that site. */
export function PlaceFilters({
  filters,
  clusters: withClusters = true,
}: {
  filters: Filters;
  clusters?: boolean;
}) {
  const sites = useApi(sitesRequest).data?.items ?? [];
  const site = filters.value('site');
  const clusters = sites.filter(({ name }) => site === '' || name === site).flatMap((one) => one.clusters);
  const names = [...new Set(clusters.map(({ name }) => name))];
  return (
    <>
      <label class="filter">
        <span class="label">Site</span>
        <select
          value={site}
          onChange={(event) => filters.set({ site: event.currentTarget.value, cluster: '' })}
        >
          <option value="">any</option>
          {site !== '' && !sites.some(({ name }) => name === site) && (
            <option value={site}>{visibleText(site)}</option>
          )}
          {sites.map(({ name }) => (
            <option key={name} value={name}>
              {visibleText(name)}
            </option>
          ))}
        </select>
      </label>
      {withClusters && (
        <ChoiceFilter
          title="Cluster"
          name="cluster"
          choices={names.map((name) => ({ value: name, title: name }))}
          filters={filters}
        />
      )}
    </>
  );
}
