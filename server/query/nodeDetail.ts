import { GazetteerError } from '../errors.ts';
import { facetNames } from '../facets/names.ts';
import { facets } from '../facets/registry.ts';
import type { Mount } from '../frames/evidence.ts';
import type { FacetOutcome, Reason } from '../routes/schemas/common.ts';
import type { FacetState, NodeDetail, RootState } from '../routes/schemas/places.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { outcomeOf } from '../store/visit.ts';
import { orderedFacts } from './documents.ts';
import { nodeRecord, withHeadlines } from './nodes.ts';
import { reasonOf, timeOf, timeOrNull } from './rows.ts';
import { reasonsOf, type StoredFailure } from './visits.ts';

interface VisitRow {
  sweep: number;
  at: Date;
  outcome: number;
  confirmed: number;
  absent: number;
  failures: StoredFailure[] | null;
  code: string | null;
  message: string | null;
}

interface Held {
  hash: string;
  kind: string;
  bytes: number;
  since: Date;
  since_after: Date | null;
}

interface ObservationRow extends Held {
  facet: number;
  facts: Record<string, unknown>;
}

interface ItemRow extends Held {
  root: number;
  path: string;
  /** Only where it is older than the root's. */
  confirmed: Date | null;
}

interface RootRow {
  id: number;
  facet: number;
  kind: string;
  path: string;
  key: string;
  mount: Mount;
  nodeScope: number;
  confirmed: Date | null;
  /** Name of the node that read it for all; '' where each reads its own. */
  readOn: string;
}

/** Everything known of one node, facet by facet, each with its age. */
export async function nodeDetail(db: Queryable, id: number): Promise<NodeDetail> {
  const record = await nodeRecord(db, id);
  if (!record) throw new GazetteerError('not-found', `there is no node ${id}`);
  const [rows, visits, observations, roots, items, confirmed] = await Promise.all([
    withHeadlines(db, [record]),
    visitsOf(db, id),
    observationsOf(db, id),
    rootsOf(db, id),
    itemsOf(db, id),
    confirmedOf(db, id),
  ]);
  const latest = visits[0];
  const named = await reasonsOf(db, latest?.failures ?? []);
  const row = rows[0];
  if (!row) throw new GazetteerError('not-found', `there is no node ${id}`);
  return {
    ...row,
    address: record.address,
    transport: record.transport,
    visits: visits.map((visit) => ({
      sweep: visit.sweep,
      at: timeOf(visit.at),
      outcome: outcomeOf(visit.outcome),
      reason: reasonOf(visit.code, visit.message),
    })),
    facets: facetNames.map((name, facet): FacetState => {
      const outcome = outcomeAt(latest, facet, '', named);
      const observation = observations.find((one) => one.facet === facet);
      return {
        facet: name,
        sentence: facets[name].sentence,
        ...outcome,
        confirmedAt: timeOrNull(confirmed.get(facet) ?? null),
        document: observation
          ? {
              ...documentOf(observation),
              ...cutLists(orderedFacts(observation.kind, observation.facts)),
              ...sinceOf(observation),
            }
          : null,
        roots: roots
          .filter((root) => root.facet === facet)
          .map((root) => rootState(root, items, latest, named)),
      };
    }),
  };
}

/** Most rows, and most words, of one list that a node's answer holds: some nodes have thousands of packages. */
const MOST_ROWS = 50;
const MOST_WORDS = 500;

function cutLists(facts: Record<string, unknown>) {
  const cut: Record<string, number> = {};
  const short = Object.entries(facts).map(([name, value]) => {
    if (!Array.isArray(value)) return [name, value];
    const most = typeof value[0] === 'object' ? MOST_ROWS : MOST_WORDS;
    if (value.length > most) cut[name] = value.length;
    return [name, value.slice(0, most)];
  });
  return { facts: Object.fromEntries(short), cut };
}

function rootState(
  root: RootRow,
  items: ItemRow[],
  latest: VisitRow | undefined,
  named: Map<number, Reason>,
): RootState {
  const { outcome, reason } = outcomeAt(latest, root.facet, root.path, named);
  return {
    id: root.id,
    facet: facetNames[root.facet] ?? '',
    kind: root.kind,
    path: root.path,
    key: root.key,
    mount: `${root.mount.fstype} ${root.mount.source}`,
    shared: root.nodeScope === 0,
    outcome: outcome ?? 'failed',
    reason,
    confirmedAt: timeOrNull(root.confirmed),
    readOn: root.readOn,
    items: items
      .filter((item) => item.root === root.id)
      .map((item) => ({
        path: item.path,
        document: documentOf(item),
        ...sinceOf(item),
        confirmedAt: timeOrNull(item.confirmed ?? root.confirmed),
      })),
  };
}

function documentOf(held: Held) {
  return { hash: held.hash, kind: held.kind, bytes: held.bytes };
}

function sinceOf(held: Held) {
  return { since: timeOf(held.since), sinceAfter: timeOrNull(held.since_after) };
}

/** How a facet (root '') or one of its roots went at the latest visit. */
function outcomeAt(
  latest: VisitRow | undefined,
  facet: number,
  root: string,
  named: Map<number, Reason>,
): { outcome: FacetOutcome | null; reason: Reason | null } {
  if (!latest) return { outcome: null, reason: null };
  const visit = outcomeOf(latest.outcome);
  if (visit === 'notExpected') return { outcome: 'notExpected', reason: null };
  const own = (latest.failures ?? []).find((one) => one[0] === facet && one[1] === root);
  if (own) return { outcome: own[2], reason: named.get(own[3]) ?? null };
  // A root whose facet failed was not confirmed either.
  const whole = (latest.failures ?? []).find(
    (one) => one[0] === facet && one[1] === '' && one[2] === 'failed',
  );
  if (whole) return { outcome: 'failed', reason: named.get(whole[3]) ?? null };
  if (visit === 'failed') return { outcome: 'failed', reason: reasonOf(latest.code, latest.message) };
  // The visit was not asked for the facet, such as the scheduler of all but one node.
  if (root === '' && (latest.confirmed & (1 << facet)) === 0) return { outcome: null, reason: null };
  return { outcome: 'present', reason: null };
}

const VISITS_SHOWN = 20;

async function visitsOf(db: Queryable, id: number): Promise<VisitRow[]> {
  const found = await db.query<VisitRow>(
    `select sweep_id as sweep, started_at as at, outcome, confirmed, absent, failures, reason.code, reason.message
     from visit left join reason on reason.id = visit.reason_id
     where node_id = $1 order by started_at desc limit ${VISITS_SHOWN}`,
    [id],
  );
  return found.rows;
}

async function observationsOf(db: Queryable, id: number): Promise<ObservationRow[]> {
  const found = await db.query<ObservationRow>(
    `select observation.facet, encode(document.hash, 'hex') as hash, document.kind, document.bytes, document.facts,
       observation.since, observation.since_after
     from observation join document on document.id = observation.document_id
     where observation.node_id = $1 and observation.until is null`,
    [id],
  );
  return found.rows;
}

async function rootsOf(db: Queryable, id: number): Promise<RootRow[]> {
  const found = await db.query<RootRow>(sql('roots-of-node'), [id]);
  return found.rows;
}

async function itemsOf(db: Queryable, id: number): Promise<ItemRow[]> {
  const found = await db.query<ItemRow>(sql('items-of-node'), [id, VISITS_SHOWN]);
  return found.rows;
}

/** The newest visit that answered each facet, by facet number. */
async function confirmedOf(db: Queryable, id: number): Promise<Map<number, Date>> {
  const found = await db.query<{ facet: number; at: Date }>(
    `select facet, max(started_at) as at from visit, generate_series(0, $2::int) as facet
     where node_id = $1 and confirmed & (1 << facet) <> 0 group by facet`,
    [id, facetNames.length - 1],
  );
  return new Map(found.rows.map((row) => [row.facet, row.at]));
}
