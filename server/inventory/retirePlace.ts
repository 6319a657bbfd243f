import { HERE } from '../collect/here.ts';
import { cancelSweep } from '../collect/sweepRow.ts';
import { GazetteerError } from '../errors.ts';
import type { Removed } from '../routes/schemas/sites.ts';
import type { Database, Queryable } from '../store/database.ts';
import { keepSitesFile, listSitesFiles } from './sitesFiles.ts';
import { withoutPlace } from './withoutPlace.ts';

/** A site, or one of its clusters. */
export interface Place {
  site: string;
  /** '' for all of the site. */
  cluster: string;
}

/**
 * Takes a cluster or a site out of service: nothing is visited, shown or counted of it any more, and nothing is deleted. `name` is its own
 * name, said again. A site file that names it brings it back when it is applied; those that are kept here no longer do.
 */
export async function retirePlace(
  db: Database,
  { site, cluster }: Place,
  { name, who }: { name: string; who: string },
): Promise<Removed> {
  const place = cluster === '' ? site : `${site}/${cluster}`;
  const own = cluster === '' ? site : cluster;
  if (name !== own)
    throw new GazetteerError(
      'not-confirmed',
      `"${name.slice(0, 100)}" is not the name of ${place}`,
      `Say its name again to be sure: ${own}`,
    );
  const { clusters, sweeps } = await db.transaction((tx) => retire(tx, { site, cluster }, place));
  for (const id of sweeps) await cancelSweep(db, id).catch(endedAlready);
  const files: Removed['files'] = [];
  for (const { path, text } of await listSitesFiles(db)) {
    const without = withoutPlace(text, site, cluster);
    if (without === null) continue;
    await keepSitesFile(db, { path, text: without }, who);
    files.push({ path, text: without });
  }
  return { removed: clusters, files };
}

async function retire(tx: Queryable, { site, cluster }: Place, place: string) {
  const found = await tx.query<{ id: number; demonstration: boolean }>(
    'select id, demonstration from site where name = $1 and retired_at is null for update',
    [site],
  );
  const known = found.rows[0];
  if (site === HERE.site)
    throw new GazetteerError('not-removable', `${place} is this machine, which the service reads itself`);
  if (known?.demonstration)
    throw new GazetteerError(
      'not-removable',
      `${place} is of the demonstration`,
      'It goes as a whole: gazetteer demo remove',
    );
  const gone = await tx.query<{ id: number; name: string }>(
    `update cluster set retired_at = now()
     where site_id = $1 and retired_at is null and ($2 = '' or name = $2) returning id, name`,
    [known?.id ?? 0, cluster],
  );
  if (!known || (cluster !== '' && gone.rows.length === 0))
    throw new GazetteerError(
      'not-found',
      `there is no ${cluster === '' ? 'site' : 'cluster'} ${place}`,
      'See them with: gazetteer clusters list',
    );
  // A site goes with its last cluster.
  await tx.query(
    `update site set retired_at = now()
     where id = $1 and not exists (select from cluster where site_id = $1 and retired_at is null)`,
    [known.id],
  );
  const running = await tx.query<{ id: number }>(
    `select id from sweep where cluster_id = any($1) and state = 'running' and trigger <> 'single'`,
    [gone.rows.map(({ id }) => id)],
  );
  return {
    clusters: gone.rows.map((row) => `${site}/${row.name}`).sort(),
    sweeps: running.rows.map(({ id }) => id),
  };
}

/** It ended by itself in between. */
function endedAlready(error: unknown): void {
  if (!(error instanceof GazetteerError && error.code === 'not-running')) throw error;
}
