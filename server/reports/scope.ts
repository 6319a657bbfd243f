import { BadScope, parseScope, resolveScope, type Scope } from '../compare/scope.ts';
import { fold } from '../inventory/nodeSet.ts';
import type { Queryable } from '../store/database.ts';

/** What a report is of: everything, a site, a cluster, or some nodes of one. */
export interface ReportScope {
  /** '' for everything; put in order, so that one scope is written in one way. */
  text: string;
  site: string;
  /** '' for all of the site. */
  cluster: string;
  /** A folded node set; '' for all of the cluster. */
  nodes: string;
}

/** As long as a filter of a list may be, since that is where its numbers lead. */
const LONGEST = 300;

/** Reads a scope as a person wrote it. */
export function parseReportScope(text: string): ReportScope {
  if (text.trim() === '') return { text: '', site: '', cluster: '', nodes: '' };
  const { site, cluster, nodes, at } = parseScope(text);
  if (at !== null) throw new BadScope('a report is of a period, and not of one past time');
  const scope = { text: scopeText({ site, cluster, nodes }), site, cluster, nodes: fold(nodes) };
  if (scope.text.length > LONGEST)
    throw new BadScope(`a node set of more than ${LONGEST} characters leads to no page`);
  return scope;
}

/** A scope as it is written; without nodes it is of all of them. */
export function scopeText({ site, cluster, nodes }: Pick<Scope, 'site' | 'cluster' | 'nodes'>): string {
  if (cluster === '') return site;
  if (nodes.length === 0) return `${site}/${cluster}`;
  const set = fold(nodes);
  return nodes.length === 1 ? `${site}/${cluster}/${set}` : `${site}/${cluster}:${set}`;
}

/** Reads a scope and looks its site and cluster up; says which is unknown. */
export async function reportScope(db: Queryable, text: string): Promise<ReportScope> {
  const scope = parseReportScope(text);
  if (scope.site !== '')
    await resolveScope(db, { text, site: scope.site, cluster: scope.cluster, nodes: [], at: null });
  return scope;
}

/** Says which node of a scope was not there at the beginning of a period, and did not come since. */
export async function checkNodes(db: Queryable, { text, nodes }: ReportScope, from: Date): Promise<void> {
  if (nodes !== '') await resolveScope(db, { ...parseScope(text), at: from });
}

/** The time zone of its site; of everything the service's own. */
export async function zoneOf(db: Queryable, { site }: ReportScope, ofService: string): Promise<string> {
  if (site === '') return ofService;
  const found = await db.query<{ timezone: string }>('select timezone from site where name = $1', [site]);
  return found.rows[0]?.timezone ?? ofService;
}
