import type { Difference } from './difference.ts';
import type { HeldReading } from './nodeState.ts';
import type { StoredRoot } from './storedReading.ts';
import type { Hold, PlanSettings } from './visitPlan.ts';

/** Whether a difference is too large to be believed yet; null when it may take effect. */
export function believe(
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
  const later = seenBefore && held.sweepId < settings.sweepId && (held.own || !settings.alone);
  const again = later && !held.rejectedAt && reading.unread.length === 0;
  return again ? null : { reason: 'root-suspect', digest, lost, total };
}

export function heldMessage({ reason, lost, total }: Omit<Hold, 'rootId'>): string {
  if (reason === 'root-lesser') return 'only names could be read, where more was known';
  return `${lost} of ${total} offerings are gone`;
}

export function sameDigest(a: Buffer | null, b: Buffer | null): boolean {
  return a === null || b === null ? a === b : a.equals(b);
}
