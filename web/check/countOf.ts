import type { CheckRow } from '../../server/routes/schemas/check.ts';

export type Shown = 'there' | 'near' | 'other' | 'missing' | 'unknown';

/** Which count of a cluster a row belongs to; the same cut as the service makes. */
export function countOf({ match, fits }: Pick<CheckRow, 'match' | 'fits'>): Shown {
  if (fits) return 'there';
  if (match === 'missing' || match === 'unknown') return match;
  return match === 'other-version' ? 'other' : 'near';
}

/** Whether a row is one of those that a count of a cluster counts: what is there exactly is there. */
export function isCounted(row: Pick<CheckRow, 'match' | 'fits'>, show: string): boolean {
  if (show === 'exact') return row.fits && row.match !== 'same-version';
  return show === '' || countOf(row) === show;
}
