import { BadScope, parseScope, resolveScope } from '../compare/scope.ts';
import type { Queryable } from '../store/database.ts';

/** What a report is of: everything, a site, or a cluster. */
export interface ReportScope {
  /** '' for everything. */
  text: string;
  site: string;
  /** '' for all of the site. */
  cluster: string;
}

/** Reads a scope and looks its names up; says which is unknown. */
export async function reportScope(db: Queryable, text: string): Promise<ReportScope> {
  if (text.trim() === '') return { text: '', site: '', cluster: '' };
  const { site, cluster, nodes, at } = parseScope(text);
  if (nodes.length > 0 || at !== null)
    throw new BadScope('a report is of everything, a site or a cluster, and of a period');
  await resolveScope(db, parseScope(text));
  return { text: cluster === '' ? site : `${site}/${cluster}`, site, cluster };
}

/** The time zone of its site; of everything the service's own. */
export async function zoneOf(db: Queryable, { site }: ReportScope, ofService: string): Promise<string> {
  if (site === '') return ofService;
  const found = await db.query<{ timezone: string }>('select timezone from site where name = $1', [site]);
  return found.rows[0]?.timezone ?? ofService;
}
