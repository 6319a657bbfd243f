import { messageOf } from '../errors.ts';
import type { Database } from '../store/database.ts';
import { isFull } from '../store/fullDisk.ts';
import { isLost, withPatience } from '../store/patience.ts';
import { recordVisit, type VisitReport, type VisitResult } from '../store/visit.ts';
import type { PlanSettings } from '../store/visitPlan.ts';

/** One node whose output cannot be stored must not end the sweep of the others: its visit failed. */
export async function recordSafely(
  db: Database,
  report: VisitReport,
  settings: Omit<PlanSettings, 'sweepId'>,
  onAgain?: () => void,
): Promise<VisitResult> {
  try {
    return await withPatience(() => recordVisit(db, report, settings), onAgain);
  } catch (error) {
    if (isLost(error) || isFull(error)) throw error;
    const failure = { reason: 'not-stored', message: messageOf(error) };
    const failed = { ...report, readings: [], failure };
    const result = await withPatience(() => recordVisit(db, failed, settings), onAgain);
    return { ...result, firstFailure: failure, stored: false };
  }
}
