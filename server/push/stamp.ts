import { GazetteerError } from '../errors.ts';

/** How far the clock of a sender may be off, and how long it may go on trying. */
export const WINDOW_SECONDS = 3600;

export interface Stamp {
  nonce: string;
  /** When the post was made. */
  sentAt: Date;
  /** Seconds that the sender has been trying since. */
  waited: number;
}

/** The nonce and the times of a post, from its headers. `tried` is the time of this try; it may be left out. */
export function stampOf(
  nonce: string | undefined,
  time: string | undefined,
  tried: string | undefined,
  now = new Date(),
): Stamp {
  if (!/^[A-Za-z0-9._-]{16,64}$/.test(nonce ?? ''))
    throw new GazetteerError('push-stamp', 'Gazetteer-Nonce: expected 16 to 64 letters and digits');
  if (!/^[0-9]{9,11}$/.test(time ?? ''))
    throw new GazetteerError('push-stamp', 'Gazetteer-Time: expected seconds since 1970');
  const sentAt = new Date(Number(time) * 1000);
  const off = Math.round((sentAt.getTime() - now.getTime()) / 1000);
  if (Math.abs(off) > WINDOW_SECONDS) {
    const how = off > 0 ? 'ahead' : 'behind';
    throw new GazetteerError(
      'push-clock',
      `the post is dated ${Math.abs(off)} s ${how} of the clock here`,
      `Set the clock of the sender; ${WINDOW_SECONDS} s are allowed`,
    );
  }
  if (tried !== undefined && !/^[0-9]{9,11}$/.test(tried))
    throw new GazetteerError('push-stamp', 'Gazetteer-Now: expected seconds since 1970');
  // Both are of the sender's clock, so that it matters to nothing by how much that is off.
  const waited = tried === undefined ? 0 : Math.max(0, Number(tried) - Number(time));
  return { nonce: nonce ?? '', sentAt, waited };
}
