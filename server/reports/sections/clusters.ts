import { listSites } from '../../query/clusters.ts';
import { clustersThen } from '../../query/comparePairSides.ts';
import type { Cluster } from '../../routes/schemas/places.ts';
import type { Source } from './source.ts';

/** The clusters of the scope that are in service, by name. */
export async function clustersOf({ db, scope: { site, cluster } }: Source): Promise<Cluster[]> {
  const sites = (await listSites(db)).filter((one) => site === '' || one.name === site);
  return sites.flatMap((one) => one.clusters).filter(({ name }) => cluster === '' || name === cluster);
}

/** Names of the clusters that were there when the period ended, or were swept in it; those that came later were not to be swept. */
export async function clustersOfPeriod(
  { db, scope: { site, cluster }, period, now }: Source,
  swept: Iterable<string>,
): Promise<string[]> {
  const end = new Date(Math.min(period.to.getTime() - 1, now.getTime()));
  const there = (await clustersThen(db, end, site)).filter(
    (one) => cluster === '' || one.cluster === cluster,
  );
  const names = new Set([...there.map((one) => nameOf({ site: one.site, name: one.cluster })), ...swept]);
  return [...names].sort();
}

export const nameOf = ({ site, name }: Pick<Cluster, 'site' | 'name'>) => `${site}/${name}`;
