import { listSites } from '../../query/clusters.ts';
import type { Cluster } from '../../routes/schemas/places.ts';
import type { Source } from './source.ts';

/** The clusters of the scope that are in service, by name. */
export async function clustersOf({ db, scope: { site, cluster } }: Source): Promise<Cluster[]> {
  const sites = (await listSites(db)).filter((one) => site === '' || one.name === site);
  return sites.flatMap((one) => one.clusters).filter(({ name }) => cluster === '' || name === cluster);
}

export const nameOf = ({ site, name }: Pick<Cluster, 'site' | 'name'>) => `${site}/${name}`;
