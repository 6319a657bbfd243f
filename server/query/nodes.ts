import { BadWindow, type Window, windowOf } from '../changes/window.ts';
import { type FacetName, facetNames } from '../facets/names.ts';
import type { NodeRow } from '../routes/schemas/places.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { Forgotten, isWhole, keptSince } from '../store/prune/kept.ts';
import { outcomeOf } from '../store/visit.ts';
import { blank, headlines } from './headlines.ts';
import { nodesNamed } from './nodesNamed.ts';
import { reasonOf, timeOrNull } from './rows.ts';
import { type OrderTerm, type PageAsked, pageOfList, type SqlList } from './sqlList.ts';

export interface NodeFilter extends PageAsked {
  site: string;
  cluster: string;
  role: string;
  outcome: string;
  reason: string;
  q: string;
  /** A facet of which the latest visit could not read something; '' any. */
  unread: string;
  /** stale: nothing was learnt of it for too long. */
  age: '' | 'stale';
  /** Nothing was learnt of it between two times, `SINCE/UNTIL`; '' any. */
  unseen?: string;
  /** A node set; '' any. */
  nodes?: string;
}

/** What a node's own document of a facet says, '' where it is not known. */
const fact = (facet: FacetName, text: string): OrderTerm => ({
  by: `coalesce((select ${text} from observation join document on document.id = observation.document_id
    where observation.node_id = listed.id and observation.facet = ${facetNames.indexOf(facet)} and observation.until is null), '')`,
  type: 'text',
});

export const nodeList = {
  statement: 'nodes',
  columns: {
    site: { by: 'site', type: 'text' },
    cluster: { by: 'cluster', type: 'text' },
    name: { by: 'name', type: 'text' },
    role: { by: 'role', type: 'text' },
    outcome: { by: 'coalesce(outcome, -1)', type: 'int' },
    reason: { by: `coalesce(reason_code, '')`, type: 'text' },
    visitedAt: { by: `coalesce(visited_at, '-infinity')`, type: 'timestamptz' },
    lastGoodAt: { by: `coalesce(last_good_at, '-infinity')`, type: 'timestamptz' },
    architecture: fact('hardware', `document.facts ->> 'architecture'`),
    os: fact(
      'os',
      `coalesce(nullif(document.facts ->> 'prettyName', ''), concat_ws(' ', document.facts ->> 'id', document.facts ->> 'versionId'))`,
    ),
    kernel: fact('kernel', `document.facts ->> 'release'`),
  },
  order: [
    { by: 'site', type: 'text' },
    { by: 'cluster', type: 'text' },
    { by: 'name', type: 'text' },
  ],
} satisfies SqlList;

export interface NodeRecord extends Record<string, unknown> {
  id: number;
  site: string;
  cluster: string;
  name: string;
  role: NodeRow['role'];
  address: string;
  transport: string;
  outcome: number | null;
  visited_at: Date | null;
  last_good_at: Date | null;
  reason_code: string | null;
  reason_message: string | null;
}

export async function listNodes(db: Queryable, filter: NodeFilter, staleDays: number) {
  const { site, cluster, role, outcome, reason, q, unread, age, unseen = '', nodes = '' } = filter;
  const facet = unread === '' ? null : facetNumber(unread);
  const before = age === 'stale' ? staleBefore(staleDays) : null;
  const span = unseen === '' ? null : await seenSpan(db, unseen);
  const page = await pageOfList<NodeRecord>(
    db,
    nodeList,
    [
      ...[site, cluster, role, outcome, reason, q, null, facet, before],
      ...[span?.since ?? null, span?.until ?? null, nodesNamed(nodes)],
    ],
    filter,
  );
  return { ...page, items: await withHeadlines(db, page.items) };
}

/** No facet has the number of a name that is none. */
const facetNumber = (name: string, names: readonly string[] = facetNames) => names.indexOf(name);

/** Who was seen is told only where every visit is kept. */
async function seenSpan(db: Queryable, text: string): Promise<Window> {
  const span = spanOf(text);
  const { visits } = await keptSince(db);
  if (visits !== null && !isWhole(span.since, visits))
    throw new Forgotten(
      `of the visits before ${visits.toISOString()} not all are kept any more`,
      'GAZETTEER_KEEP_VISITS',
    );
  return span;
}

function spanOf(text: string): Window {
  const [since = '', until = '', ...more] = text.split('/');
  if (since === '' || until === '' || more.length > 0)
    throw new BadWindow(`"${text.slice(0, 60)}" is no span of time, which has a slash between its two times`);
  return windowOf(since, until);
}

const DAY = 86_400_000;

/** What was learnt before that is stale. */
export const staleBefore = (days: number) => new Date(Date.now() - days * DAY);

export async function nodeRecord(db: Queryable, id: number): Promise<NodeRecord | undefined> {
  const found = await db.query<NodeRecord>(sql('nodes'), [
    '',
    '',
    '',
    '',
    '',
    '',
    id,
    null,
    null,
    null,
    null,
    null,
  ]);
  return found.rows[0];
}

export async function withHeadlines(db: Queryable, records: NodeRecord[]): Promise<NodeRow[]> {
  const lines = await headlines(
    db,
    records.map((record) => record.id),
  );
  return records.map((record) => ({
    id: record.id,
    site: record.site,
    cluster: record.cluster,
    name: record.name,
    role: record.role,
    outcome: record.outcome === null ? null : outcomeOf(record.outcome),
    reason: reasonOf(record.reason_code, record.reason_message),
    visitedAt: timeOrNull(record.visited_at),
    lastGoodAt: timeOrNull(record.last_good_at),
    ...(lines.get(record.id) ?? blank()),
  }));
}
