import { codeOf, messageOf } from '../errors.ts';
import type { Database } from '../store/database.ts';
import { isLost, withPatience } from '../store/patience.ts';
import { alreadyVisited, recordVisit, type VisitReport, type VisitResult } from '../store/visit.ts';

/** One node whose output cannot be stored must not end the sweep of the others: its visit failed. */
export async function recordSafely(
  db: Database,
  report: VisitReport,
  settings: { suspectShare: number },
): Promise<VisitResult> {
  try {
    return await withPatience(() => recordOnce(db, report, settings));
  } catch (error) {
    if (isLost(error)) throw error;
    const failure = { reason: 'not-stored', message: messageOf(error) };
    const result = await recordOnce(db, { ...report, readings: [], failure }, settings);
    return { ...result, firstFailure: failure, stored: false };
  }
}

/** A visit that is there already was stored by a try whose answer was lost, or by another worker. */
async function recordOnce(
  db: Database,
  report: VisitReport,
  settings: { suspectShare: number },
): Promise<VisitResult> {
  try {
    return await recordVisit(db, report, settings);
  } catch (error) {
    const stored = codeOf(error) === '23505' ? await alreadyVisited(db, report) : null;
    if (stored === null) throw error;
    return stored;
  }
}
