import type { Filters } from '../addresses/useFilters.ts';
import { sitesRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { ChoiceFilter } from '../components/FilterForm.tsx';

/** All sites and clusters; a node or node set that came by a link is kept. */
export function ScopeFilter({ filters }: { filters: Filters }) {
  const sites = useApi(sitesRequest).data?.items ?? [];
  const scopes = sites.flatMap(({ name, clusters }) => [
    name,
    ...clusters.map((cluster) => `${name}/${cluster.name}`),
  ]);
  const choices = scopes.map((scope) => ({ value: scope, title: scope }));
  return <ChoiceFilter title="Place" name="scope" choices={choices} filters={filters} />;
}
