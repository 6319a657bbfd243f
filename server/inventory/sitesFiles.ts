import type { SitesFileRow } from '../routes/schemas/sites.ts';
import type { Queryable } from '../store/database.ts';

/** Keeps a sites file as it was applied, under its path. */
export async function keepSitesFile(
  db: Queryable,
  { text, path }: { text: string; path: string },
  who: string,
): Promise<void> {
  await db.query(
    `insert into sites_file (path, text, applied_by) values ($1, $2, $3)
     on conflict (path) do update set text = excluded.text, applied_by = excluded.applied_by, applied_at = now()`,
    [path, text, who],
  );
}

/** Sites files as they were applied last, the latest first. */
export async function listSitesFiles(db: Queryable): Promise<SitesFileRow[]> {
  const found = await db.query<Omit<SitesFileRow, 'appliedAt'> & { applied_at: Date }>(
    'select path, text, applied_at, applied_by as "appliedBy" from sites_file order by applied_at desc, id',
  );
  return found.rows.map(({ applied_at, ...row }) => ({ ...row, appliedAt: applied_at.toISOString() }));
}
