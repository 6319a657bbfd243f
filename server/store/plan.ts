import type { Part } from '../frames/evidence.ts';
import { sha256 } from './canonical.ts';
import type { StoredDocument } from './documents.ts';
import type { HeldReading, KnownItem, KnownRoot, NodeState } from './nodeState.ts';
import {
  digestOf,
  mountIdentity,
  type StoredFacet,
  type StoredItem,
  type StoredRoot,
} from './storedReading.ts';

/** What a visit concludes. Nothing that failed, and nothing that is held back, is in `changes`. */
export interface VisitPlan {
  /** Bit per facet: answered, present or absent. */
  confirmed: number;
  absent: number;
  /**
   * What this visit did not confirm: ids of known roots, and ids of items as negative numbers, kept
   * because they could not be read inside a root that could.
   */
  unconfirmed: number[];
  failures: Failure[];
  changes: Change[];
  holds: Hold[];
  /** Roots whose held reading is over. */
  releases: number[];
}

export interface Failure {
  facet: number;
  /** Path of the root; '' for the facet itself. */
  root: string;
  /** present: read, but not all of it (reason partly-unread). */
  outcome: 'present' | 'absent' | 'failed';
  reason: string;
  message: string;
}

export type Change =
  | { type: 'observe'; facet: number; document: StoredDocument; parts: Part[] }
  | { type: 'unobserve'; facet: number }
  | { type: 'see'; reading: StoredRoot; root: KnownRoot | null }
  | { type: 'leave'; root: KnownRoot }
  | {
      type: 'update';
      reading: StoredRoot;
      root: KnownRoot;
      open: StoredItem[];
      close: KnownItem[];
      digest: Buffer;
      offerings: number;
    };

export interface Hold {
  rootId: number;
  reason: 'root-missing' | 'root-empty' | 'root-other-mount' | 'root-suspect' | 'root-lesser';
  digest: Buffer | null;
  lost: number;
  total: number;
}

export interface PlanSettings {
  sweepId: number;
  /** A root that lost more than this share of its offerings at once is suspect. */
  suspectShare: number;
}

/** Roots whose items must be loaded before planning: read, known, and not the same as before. */
export function rootsThatDiffer(state: NodeState, facets: StoredFacet[]): number[] {
  const read = identitiesRead(facets);
  return facets
    .flatMap((facet) => facet.roots)
    .filter((reading) => reading.outcome === 'present')
    .flatMap((reading) => {
      const root = counterpart(state, reading, read);
      return root && !root.digest?.equals(readingDigest(reading)) ? [root.id] : [];
    });
}

/** Identities of the roots that a visit read, in hexadecimal. */
function identitiesRead(facets: StoredFacet[]): Set<string> {
  const present = facets.flatMap((facet) => facet.roots).filter((root) => root.outcome === 'present');
  return new Set(present.map((root) => root.identity.toString('hex')));
}

function readingDigest(reading: StoredRoot): Buffer {
  return digestOf(reading.items.map((item) => ({ path: item.path, documentHash: item.document.hash })));
}

/** The known root that a reading is to be compared with: the same one, else the one this node saw at that place. */
function counterpart(state: NodeState, reading: StoredRoot, read: Set<string>): KnownRoot | undefined {
  return state.byIdentity.get(reading.identity.toString('hex')) ?? sameplace(state, reading, read);
}

/** The known root whose place a reading takes. One that the same visit read as itself is not replaced. */
function sameplace(state: NodeState, reading: StoredRoot, read: Set<string>): KnownRoot | undefined {
  // What kind of place it was cannot be told of a place that is not there, nor of one that holds nothing.
  const anyKind = reading.outcome !== 'present' || reading.items.length === 0;
  const here = state.roots.filter(
    (root) =>
      root.facet === reading.facet && root.path === reading.path && (anyKind || root.kind === reading.kind),
  );
  const same = here.find((root) => root.identity.equals(reading.identity));
  return same ?? here.findLast((root) => !read.has(root.identity.toString('hex')));
}

/**
 * Decides what one visit changes. Pure. `facets` holds what arrived; facets that were asked for and
 * are not in it are failed by the caller.
 */
export function planVisit(state: NodeState, facets: StoredFacet[], settings: PlanSettings): VisitPlan {
  const plan: VisitPlan = {
    confirmed: 0,
    absent: 0,
    unconfirmed: [],
    failures: [],
    changes: [],
    holds: [],
    releases: [],
  };
  const read = identitiesRead(facets);
  for (const given of facets) {
    const facet = state.overtaken.facets & (1 << given.facet) ? overtaken(given) : given;
    planFacet(plan, state, facet);
    const settled = new Set<number>();
    for (const reading of facet.roots) planRoot(plan, state, reading, { ...settings, read }, settled);
    for (const root of state.roots) {
      if (root.facet !== facet.facet || settled.has(root.id)) continue;
      plan.unconfirmed.push(root.id);
      if (facet.outcome === 'failed') continue;
      fail(plan, facet.facet, root.path, 'not-seen', 'it was seen before and this visit says nothing of it');
    }
  }
  return plan;
}

/** What an older visit read of a facet says nothing when a later one was stored already. */
function overtaken(facet: StoredFacet): StoredFacet {
  const message = 'a visit of this node that began later was stored before';
  return { ...facet, outcome: 'failed', reason: 'overtaken', message, document: null, roots: [] };
}

function fail(plan: VisitPlan, facet: number, root: string, reason: string, message: string): void {
  plan.failures.push({ facet, root, outcome: 'failed', reason, message });
}

function planFacet(plan: VisitPlan, state: NodeState, facet: StoredFacet): void {
  const bit = 1 << facet.facet;
  const open = state.observations.get(facet.facet);
  if (facet.outcome === 'failed') return fail(plan, facet.facet, '', facet.reason, facet.message);
  plan.confirmed |= bit;
  if (facet.outcome === 'absent') {
    plan.absent |= bit;
    plan.failures.push({
      facet: facet.facet,
      root: '',
      outcome: 'absent',
      reason: facet.reason,
      message: facet.message,
    });
    if (open) plan.changes.push({ type: 'unobserve', facet: facet.facet });
    return;
  }
  if (facet.document && open?.documentId !== facet.document.id) {
    plan.changes.push({ type: 'observe', facet: facet.facet, document: facet.document, parts: facet.parts });
  }
}

function planRoot(
  plan: VisitPlan,
  state: NodeState,
  reading: StoredRoot,
  settings: PlanSettings & { read: Set<string> },
  settled: Set<number>,
): void {
  const before = sameplace(state, reading, settings.read);
  if (before) settled.add(before.id);
  const held = before && state.held.get(before.id);
  if (reading.outcome !== 'present') return planUnread(plan, reading, before, held);
  if (before && mountIdentity(before.mount) !== mountIdentity(reading.mount)) {
    const [was, is] = [mountIdentity(before.mount), mountIdentity(reading.mount)];
    // Acceptance is of this mount: an empty mount point under a dead file server is another one again.
    const what = { reason: 'root-other-mount', digest: sha256(is), lost: 0, total: 0 } as const;
    const accepted =
      held?.acceptedAt && (held.reason !== 'root-other-mount' || sameDigest(held.digest, what.digest));
    if (!accepted) return hold(plan, before, reading, held, what, `was ${was}, is ${is}`);
  }
  coverage(plan, reading);
  const root = counterpart(state, reading, settings.read);
  if (!root) return void plan.changes.push({ type: 'see', reading, root: null });
  const late = state.overtaken.roots.has(root.id);
  if (late) plan.unconfirmed.push(root.id);
  const difference = late ? null : compare(state, root, reading);
  const base = before ?? root;
  const heldBase = state.held.get(base.id);
  const changed = difference !== null && difference.open.length + difference.close.length > 0;
  const verdict = changed && believe(difference, reading, heldBase, settings);
  if (verdict) {
    return hold(plan, base, reading, heldBase, verdict, heldMessage(verdict));
  }
  if (difference && root.identity.equals(reading.identity)) keepUnread(plan, root, difference.unread);
  if (!root.identity.equals(reading.identity)) {
    // What could not be read now would be lost with the root before, so that one stands.
    if (late) return;
    if (difference && difference.unread.length > 0) return void plan.unconfirmed.push(root.id);
    // Another key or, once accepted, another mount: a new root takes the place of the one before.
    plan.changes.push({ type: 'leave', root }, { type: 'see', reading, root: null });
  } else {
    if (!before?.identity.equals(reading.identity)) {
      if (before) plan.changes.push({ type: 'leave', root: before });
      plan.changes.push({ type: 'see', reading, root });
    }
    if (changed) plan.changes.push({ type: 'update', reading, root, ...difference });
  }
  if (heldBase) plan.releases.push(base.id);
}

/** So many items are noted one by one; where more are kept, the root as a whole shows its older age. */
const MOST_KEPT = 1000;

function keepUnread(plan: VisitPlan, root: KnownRoot, unread: number[]): void {
  if (unread.length > MOST_KEPT) plan.unconfirmed.push(root.id);
  else plan.unconfirmed.push(...unread.map((id) => -id));
}

function heldMessage({ reason, lost, total }: Omit<Hold, 'rootId'>): string {
  if (reason === 'root-lesser') return 'only names could be read, where more was known';
  return `${lost} of ${total} offerings are gone`;
}

/** A root that was read with gaps says so; what lies in the gaps is unknown. */
function coverage(plan: VisitPlan, reading: StoredRoot): void {
  const gaps = reading.unread;
  if (gaps.length === 0) return;
  const named = gaps.slice(0, 3).map((one) => `${one.path || '.'} (${one.reason})`);
  const more = gaps.length > 3 ? `, and ${gaps.length - 3} more` : '';
  plan.failures.push({
    facet: reading.facet,
    root: reading.path,
    outcome: 'present',
    reason: 'partly-unread',
    message: `${gaps.length} could not be read: ${named.join(', ')}${more}`,
  });
}

function planUnread(
  plan: VisitPlan,
  reading: StoredRoot,
  before: KnownRoot | undefined,
  held: HeldReading | undefined,
): void {
  if (!before) {
    if (reading.outcome === 'absent') return;
    // A place that is listed somewhere and was never there: there is nothing that it could have lost.
    const outcome = reading.reason === 'root-missing' ? 'absent' : 'failed';
    const { facet, path: root, reason, message } = reading;
    return void plan.failures.push({ facet, root, outcome, reason, message });
  }
  const sameMount = mountIdentity(before.mount) === mountIdentity(reading.mount);
  const gone = reading.outcome === 'absent' && sameMount;
  if (gone || (reading.reason === 'root-missing' && held?.reason === 'root-missing' && held.acceptedAt)) {
    plan.changes.push({ type: 'leave', root: before });
    if (held) plan.releases.push(before.id);
    return;
  }
  if (reading.reason === 'root-missing' || reading.outcome === 'absent') {
    const what = {
      reason: 'root-missing' as const,
      digest: null,
      lost: before.offerings,
      total: before.offerings,
    };
    const message = sameMount ? reading.message : `${reading.message}; its mount is gone as well`;
    return hold(plan, before, reading, held, what, message);
  }
  plan.unconfirmed.push(before.id);
  fail(plan, reading.facet, reading.path, reading.reason, reading.message);
}

/** Keeps what was known, says why, and remembers what was found so that it can be accepted. */
function hold(
  plan: VisitPlan,
  before: KnownRoot,
  reading: StoredRoot,
  held: HeldReading | undefined,
  what: Omit<Hold, 'rootId'>,
  message: string,
): void {
  plan.unconfirmed.push(before.id);
  fail(plan, reading.facet, reading.path, what.reason, message);
  const known = held?.reason === what.reason && sameDigest(held.digest, what.digest);
  if (!known) plan.holds.push({ rootId: before.id, ...what });
}

function sameDigest(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}

interface Difference {
  open: StoredItem[];
  close: KnownItem[];
  digest: Buffer;
  /** Offerings after and before, and how many of those before are gone. */
  offerings: number;
  total: number;
  lost: number;
  /** Ids of items that are kept because they could not be read now. */
  unread: number[];
  /** What was read in full was now read by lesser means. */
  lesser: boolean;
}

/** What differs between a root as known and as read; null when nothing does. */
function compare(state: NodeState, root: KnownRoot, reading: StoredRoot): Difference | null {
  if (root.digest?.equals(readingDigest(reading))) return null;
  const known = state.items.get(root.id) ?? [];
  const read = new Map(reading.items.map((item) => [item.path, item]));
  const close: KnownItem[] = [];
  const keep: KnownItem[] = [];
  for (const item of known) {
    const now = read.get(item.path);
    if (now?.document.id === item.documentId || isUnknown(item, now, reading)) keep.push(item);
    else close.push(item);
  }
  const kept = new Set(keep.map((item) => item.path));
  const open = reading.items.filter((item) => !kept.has(item.path));
  const unread = keep.filter((item) => read.get(item.path)?.document.id !== item.documentId);
  if (open.length === 0 && close.length === 0 && unread.length === 0) return null;
  const after = [
    ...keep.map((item) => ({ path: item.path, documentHash: item.documentHash, offerings: item.offerings })),
    ...open.map((item) => ({
      path: item.path,
      documentHash: item.document.hash,
      offerings: item.document.offerings,
    })),
  ];
  const present = new Set(after.flatMap((item) => item.offerings));
  const before = known.flatMap((item) => item.offerings);
  return {
    open,
    close,
    digest: digestOf(after),
    offerings: after.reduce((sum, item) => sum + item.offerings.length, 0),
    unread: unread.map((item) => item.id),
    lesser: reading.lesser && known.some((item) => !item.lesser),
    total: before.length > 0 ? before.length : known.length,
    lost:
      before.length > 0
        ? before.filter((id) => !present.has(id)).length
        : close.length - replaced(close, read),
  };
}

function replaced(close: KnownItem[], read: Map<string, StoredItem>): number {
  return close.filter((item) => read.has(item.path)).length;
}

/** Nothing was said of a known item: it, or something inside it that would be gone, could not be read. */
function isUnknown(item: KnownItem, now: StoredItem | undefined, reading: StoredRoot): boolean {
  return now ? hidesLoss(item, now, reading) : isUnread(item.path, reading);
}

/** Items at or below an entry that could not be read are unknown, not gone. */
function isUnread(path: string, reading: StoredRoot): boolean {
  return reading.unread.some(
    (one) => one.path === '' || one.path === path || path.startsWith(`${one.path.replace(/\/$/, '')}/`),
  );
}

/**
 * Something inside this item could not be read, and offerings of it are gone: they are unknown, not
 * gone, so the document before stands until the item is read whole.
 */
function hidesLoss(item: KnownItem, now: StoredItem, reading: StoredRoot): boolean {
  const inside = item.path === '' ? '' : `${item.path}/`;
  if (!reading.unread.some((one) => one.path.startsWith(inside))) return false;
  const present = new Set(now.document.offerings);
  return item.offerings.some((id) => !present.has(id));
}

/** Whether a difference is too large to be believed yet; null when it may take effect. */
function believe(
  difference: Difference,
  reading: StoredRoot,
  held: HeldReading | undefined,
  settings: PlanSettings,
): Omit<Hold, 'rootId'> | null {
  const { lost, total, digest, lesser } = difference;
  if (held?.acceptedAt && sameDigest(held.digest, digest)) return null;
  if (total > 0 && lost === total && difference.offerings === 0) {
    return { reason: 'root-empty', digest, lost, total };
  }
  // Whoever accepts another mount accepts what lies there.
  if (held?.acceptedAt && held.reason === 'root-other-mount') return null;
  if (lesser) return { reason: 'root-lesser', digest, lost, total };
  if (total === 0 || lost / total <= settings.suspectShare) return null;
  const seenBefore = held?.reason === 'root-suspect' && sameDigest(held.digest, digest);
  const again = seenBefore && held.sweepId < settings.sweepId && reading.unread.length === 0;
  return again ? null : { reason: 'root-suspect', digest, lost, total };
}
