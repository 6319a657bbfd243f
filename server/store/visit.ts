import { codeOf } from '../errors.ts';
import type { FacetReading } from '../facets/facet.ts';
import { type FacetName, facetNames } from '../facets/names.ts';
import { applyPlan, type Touched } from './applyPlan.ts';
import { inCluster } from './clusterLock.ts';
import { keepFormerKeys, rootsThatDiffer } from './counterpart.ts';
import type { Database, Queryable } from './database.ts';
import { rememberContents } from './imageContents.ts';
import { rememberDigests } from './imageDigests.ts';
import { rememberFiles } from './moduleFiles.ts';
import { rememberLoads } from './moduleLoads.ts';
import { loadItems, loadNodeState } from './nodeState.ts';
import { planVisit } from './plan.ts';
import { agentIdOf, reasonIdOf, reasonIds } from './rememberedIds.ts';
import { storedAgain } from './removed.ts';
import { facetNumber, type StoredFacet, storeReadings } from './storedReading.ts';
import type { PlanSettings, VisitPlan } from './visitPlan.ts';

export interface VisitReport {
  sweepId: number;
  clusterId: number;
  nodeId: number;
  /** Folders that the site names as the same on all nodes. */
  shared?: string[];
  startedAt: Date;
  milliseconds: number;
  bytes: number;
  /** '' when no agent said hello. */
  agent: string;
  /** Facets that the agent was asked for. */
  asked: readonly FacetName[];
  readings: { facet: FacetName; reading: FacetReading }[];
  /** Why the session itself failed; null when the agent ran to its end. */
  failure: { reason: string; message: string } | null;
  /** Visited on purpose not at all. */
  notExpected?: boolean;
  /** The node was visited in this sweep before, and now once more to read what another one could not: its visit is added to. */
  again?: boolean;
}

export interface VisitResult {
  outcome: 'complete' | 'partial' | 'failed' | 'notExpected';
  /** Observations opened or closed. */
  changed: number;
  /** Documents that came or went. */
  touched: Touched;
  /** The first thing that failed, when the session itself did not. */
  firstFailure: { reason: string; message: string } | null;
  /** Ids of known roots that it did not confirm. */
  unconfirmed: number[];
  /** Its readings are what was stored, and not a failure to store them or another try of the same visit. */
  stored: boolean;
}

const OUTCOMES = ['complete', 'partial', 'failed', 'notExpected'] as const;
export const outcomeOf = (number: number): VisitResult['outcome'] => OUTCOMES[number] ?? 'failed';
export const outcomeNumber = (outcome: VisitResult['outcome']): number => OUTCOMES.indexOf(outcome);

/**
 * Stores one visit. One that found nothing new writes its Visit row and nothing else; otherwise the
 * changes are planned again and made in one transaction under the cluster's lock, since other nodes
 * of the cluster may see the same roots.
 */
export async function recordVisit(
  db: Database,
  report: VisitReport,
  settings: Omit<PlanSettings, 'sweepId'>,
): Promise<VisitResult> {
  const result = await storedAgain(() => recordOnce(db, report, settings));
  // What is known of their bytes decides what they are identical to.
  for (const document of await rememberDigests(db, report)) result.touched.add(document);
  await rememberLoads(db, report);
  await rememberFiles(db, report);
  const inside = await storedAgain(() => rememberContents(db, report));
  for (const document of inside) result.touched.add(document);
  return result;
}

/** A visit that is there already was stored by a try whose answer was lost, or by another worker. */
async function recordOnce(
  db: Database,
  report: VisitReport,
  settings: Omit<PlanSettings, 'sweepId'>,
): Promise<VisitResult> {
  try {
    return await recordReadings(db, report, settings);
  } catch (error) {
    const stored = codeOf(error) === '23505' ? await alreadyVisited(db, report) : null;
    if (stored === null) throw error;
    return stored;
  }
}

async function recordReadings(
  db: Database,
  report: VisitReport,
  settings: Omit<PlanSettings, 'sweepId'>,
): Promise<VisitResult> {
  const stored = await storeReadings(db, report, report.readings);
  const facets = withMissing(report, stored);
  const options = { ...settings, sweepId: report.sweepId };
  const first = await plan(db, report, facets, options);
  const agentId = report.agent === '' ? null : await agentIdOf(db, report.agent);
  const { changes, holds, releases, seenAgain } = first;
  const quiet = changes.length + holds.length + releases.length + seenAgain.length === 0;
  const reasons = await reasonIds(db, [...(report.failure ? [report.failure] : []), ...first.failures]);
  if (quiet || agentId === null) {
    const outcome = await insertVisit(db, report, first, agentId, reasons);
    return { outcome, changed: 0, touched: new Set(), ...told(first) };
  }
  return inCluster(db, report.clusterId, async (tx) => {
    const second = await plan(tx, report, facets, options);
    const visited = { ...report, agentId, at: report.startedAt };
    const touched = await applyPlan(tx, visited, second);
    const outcome = await insertVisit(tx, report, second, agentId, reasons);
    // With what it counts, so that each change is counted once whatever breaks.
    if (second.changes.length > 0)
      await tx.query('update sweep set changed = changed + $2 where id = $1', [
        report.sweepId,
        second.changes.length,
      ]);
    return { outcome, changed: second.changes.length, touched, ...told(second) };
  });
}

function told(found: VisitPlan): Pick<VisitResult, 'firstFailure' | 'unconfirmed' | 'stored'> {
  const firstFailure = found.failures.find((one) => one.outcome === 'failed') ?? null;
  return { firstFailure, unconfirmed: found.unconfirmed, stored: true };
}

async function plan(
  db: Queryable,
  { nodeId, startedAt }: VisitReport,
  read: StoredFacet[],
  settings: PlanSettings,
): Promise<VisitPlan> {
  const identities = read
    .flatMap((facet) => facet.roots)
    .flatMap(({ identity, former }) => (former ? [identity, former.identity] : [identity]));
  const state = await loadNodeState(db, nodeId, identities, startedAt);
  const facets = keepFormerKeys(state, read);
  await loadItems(db, state, rootsThatDiffer(state, facets), startedAt);
  return planVisit(state, facets, settings);
}

/** Facets that were asked for and never arrived are failed: what is known of them stands. */
function withMissing(report: VisitReport, stored: StoredFacet[]): StoredFacet[] {
  const there = new Set(stored.map((facet) => facet.facet));
  const missing = report.asked.map(facetNumber).filter((facet) => !there.has(facet));
  const why = report.failure ?? { reason: 'not-seen', message: 'the agent did not report it' };
  return [
    ...stored,
    ...missing.map((facet) => ({
      facet,
      outcome: 'failed' as const,
      reason: why.reason,
      message: why.message,
      document: null,
      parts: [],
      roots: [],
    })),
  ];
}

async function insertVisit(
  db: Queryable,
  report: VisitReport,
  found: VisitPlan,
  agentId: number | null,
  reasons: Awaited<ReturnType<typeof reasonIds>>,
): Promise<VisitResult['outcome']> {
  const failed = found.failures.filter((one) => one.outcome === 'failed');
  const outcome = report.notExpected
    ? 'notExpected'
    : !found.read && (report.failure !== null || failed.length > 0)
      ? 'failed'
      : report.failure !== null || failed.length > 0
        ? 'partial'
        : 'complete';
  const why = report.failure ?? failed[0] ?? null;
  // A session that failed says it once, not again for every facet.
  const worthTelling = !found.read && report.failure ? [] : found.failures;
  const failures: [number, string, string, number][] = [];
  for (const one of worthTelling) {
    const reason = reasons.of(one) ?? (await reasonIdOf(db, one));
    failures.push([one.facet, one.root, one.outcome, reason]);
  }
  const reasonId = why && outcome !== 'complete' ? (reasons.of(why) ?? (await reasonIdOf(db, why))) : null;
  if (report.again) {
    await addToVisit(db, report, found);
    return outcome;
  }
  await db.query(
    `insert into visit (sweep_id, node_id, cluster_id, started_at, milliseconds, bytes, outcome, reason_id, agent_id,
       confirmed, absent, unconfirmed, failures, unwalked, pending)
     values ($1, $2, (select cluster_id from node where id = $2), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      report.sweepId,
      report.nodeId,
      report.startedAt,
      Math.round(report.milliseconds),
      report.bytes,
      outcomeNumber(outcome),
      reasonId,
      agentId,
      found.confirmed,
      found.absent,
      found.unconfirmed,
      failures.length === 0 ? null : JSON.stringify(failures),
      found.unwalked,
      found.pending.length === 0
        ? null
        : JSON.stringify(found.pending.map((one) => ({ ...one, identity: one.identity.toString('hex') }))),
    ],
  );
  return outcome;
}

/** The visit of this node that this sweep has already; null when there is none. */
export async function alreadyVisited(
  db: Queryable,
  { sweepId, nodeId }: Pick<VisitReport, 'sweepId' | 'nodeId'>,
): Promise<VisitResult | null> {
  const found = await db.query<{ outcome: number; unconfirmed: number[] }>(
    'select outcome, unconfirmed from visit where sweep_id = $1 and node_id = $2',
    [sweepId, nodeId],
  );
  const row = found.rows[0];
  if (!row) return null;
  const { outcome, unconfirmed } = row;
  const nothing = { changed: 0, touched: new Set<number>(), firstFailure: null, stored: false };
  return { outcome: outcomeOf(outcome), unconfirmed, ...nothing };
}

/** What was read now is no longer left to others; what the first part of the visit said stands. */
async function addToVisit(db: Queryable, report: VisitReport, found: VisitPlan): Promise<void> {
  await db.query(
    `update visit set milliseconds = milliseconds + $3, bytes = bytes + $4,
       unwalked = array(select root.id from unnest(unwalked) as left_to_others (id)
         join root on root.id = left_to_others.id where not root.facet = any($5) or root.id = any($6)),
       unconfirmed = array(select distinct id from unnest(unconfirmed || $7::int[]) as id)
     where sweep_id = $1 and node_id = $2`,
    [
      report.sweepId,
      report.nodeId,
      Math.round(report.milliseconds),
      report.bytes,
      report.asked.map(facetNumber),
      [...found.unwalked, ...found.unconfirmed],
      // Items that lay in a gap of what was read now.
      found.unconfirmed.filter((id) => id < 0),
    ],
  );
}

/** Names of the facets whose bits are set. */
export function facetsOf(bits: number): FacetName[] {
  return facetNames.filter((_, at) => (bits & (1 << at)) !== 0);
}
