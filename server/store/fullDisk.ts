import { codeOf, GazetteerError, messageOf } from '../errors.ts';

/** No space, or no more than a quota allows: 53100 is Postgres's disk_full, the others are errno(3). */
export function isFull(error: unknown): boolean {
  return /^(53100|ENOSPC|EDQUOT|disk-full)$/.test(codeOf(error));
}

/** The same in words that say what to do. */
export function noSpace(error: unknown, where = 'the database'): GazetteerError {
  if (error instanceof GazetteerError) return error;
  return new GazetteerError(
    'disk-full',
    `the disk of ${where} is full (${messageOf(error)})`,
    'Free some space there, then do it again; what was stored stands',
  );
}
