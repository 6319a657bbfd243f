import { sitesRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';

/** Every site and cluster, for a text field that takes more than those (`list`). */
export function PlaceOptions({ id }: { id: string }) {
  const sites = useApi(sitesRequest).data?.items ?? [];
  const places = sites.flatMap((site) => [
    site.name,
    ...site.clusters.map(({ name }) => `${site.name}/${name}`),
  ]);
  return (
    <datalist id={id}>
      {places.map((place) => (
        <option key={place} value={place} />
      ))}
    </datalist>
  );
}
