import { believe, heldMessage, sameDigest } from './believe.ts';
import { sha256 } from './canonical.ts';
import { counterpart, sameplace } from './counterpart.ts';
import { compare } from './difference.ts';
import { ABOUT_CONTENTS, type HeldReading, type KnownRoot, type NodeState } from './nodeState.ts';
import { mountIdentity, type StoredRoot } from './storedReading.ts';
import type { Hold, PlanSettings, VisitPlan } from './visitPlan.ts';

export function planRoot(
  plan: VisitPlan,
  state: NodeState,
  reading: StoredRoot,
  settings: PlanSettings & { read: Set<string> },
  settled: Set<number>,
): void {
  const before = sameplace(state, reading, settings.read);
  if (before) settled.add(before.id);
  const held = before && state.held.get(before.id);
  const elsewhere = reading.outcome === 'elsewhere';
  if (!elsewhere && reading.outcome !== 'present') return planUnread(plan, reading, before, held);
  if (before && mountIdentity(before.mount) !== mountIdentity(reading.mount)) {
    const [was, is] = [mountIdentity(before.mount), mountIdentity(reading.mount)];
    // Acceptance is of this mount: an empty mount point under a dead file server is another one again.
    const what = { reason: 'root-other-mount', digest: sha256(is), lost: 0, total: 0 } as const;
    const accepted =
      held?.acceptedAt && (held.reason !== 'root-other-mount' || sameDigest(held.digest, what.digest));
    if (!accepted) return hold(plan, before, reading, held, what, `was ${was}, is ${is}`);
  }
  if (elsewhere) return planElsewhere(plan, state, reading, before, held);
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

/**
 * A root that is there and is read by another node, or is as it was when it was read last. What it holds is not this
 * visit's to say; that the node sees it, is.
 */
function planElsewhere(
  plan: VisitPlan,
  state: NodeState,
  reading: StoredRoot,
  before: KnownRoot | undefined,
  held: HeldReading | undefined,
): void {
  const root = state.byIdentity.get(reading.identity.toString('hex'));
  // One that nobody sees any more holds nothing that could be shared.
  if (!root || root.digest === null) {
    if (before) plan.unconfirmed.push(before.id);
    plan.pending.push({ identity: reading.identity, facet: reading.facet, before: before?.id ?? null });
    return;
  }
  if (before?.id !== root.id) {
    if (before) plan.changes.push({ type: 'leave', root: before });
    plan.changes.push({ type: 'see', reading, root });
  }
  if (reading.reason !== 'same') plan.unwalked.push(root.id);
  if (before && held?.own && !ABOUT_CONTENTS.includes(held.reason)) plan.seenAgain.push(before.id);
}

/** So many items are noted one by one; where more are kept, the root as a whole shows its older age. */
const MOST_KEPT = 1000;

function keepUnread(plan: VisitPlan, root: KnownRoot, unread: number[]): void {
  if (unread.length > MOST_KEPT) plan.unconfirmed.push(root.id);
  else plan.unconfirmed.push(...unread.map((id) => -id));
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
  const known = held?.reason === what.reason && sameDigest(held.digest, what.digest) ? held : undefined;
  if (!known?.own) plan.holds.push({ rootId: before.id, ...what, rejectedAt: known?.rejectedAt ?? null });
}

export function fail(plan: VisitPlan, facet: number, root: string, reason: string, message: string): void {
  plan.failures.push({ facet, root, outcome: 'failed', reason, message });
}
