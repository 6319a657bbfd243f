import { createHash } from 'node:crypto';
import { GazetteerError } from '../errors.ts';
import type { Queryable } from '../store/database.ts';

/** How far the clock of a sender may be off, and how long it may go on trying. */
export const WINDOW_SECONDS = 3600;

/** A post that is stored no more after this was left by a process that died. */
const LOST_SECONDS = 300;

export interface Stamp {
  nonce: string;
  sentAt: Date;
}

/** The nonce and the time of a post, from its headers. */
export function stampOf(nonce: string | undefined, time: string | undefined, now = new Date()): Stamp {
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
  return { nonce: nonce ?? '', sentAt };
}

/**
 * Runs `work` once for a post. One that comes again, since its answer was lost on the way, gets the answer of the
 * first time; another one under the same nonce is refused.
 */
export async function once<T extends object>(
  db: Queryable,
  tokenId: number,
  { nonce }: Stamp,
  body: Buffer,
  work: () => Promise<T>,
): Promise<{ answer: T; again: boolean }> {
  const hash = createHash('sha256').update(body).digest();
  // Outside the window its time alone refuses a post.
  await db.query(
    `delete from push_receipt where token_id = $1 and (received_at < now() - make_interval(secs => $2)
       or (answer is null and received_at < now() - make_interval(secs => $3)))`,
    [tokenId, 3 * WINDOW_SECONDS, LOST_SECONDS],
  );
  const made = await db.query(
    'insert into push_receipt (token_id, nonce, hash) values ($1, $2, $3) on conflict do nothing',
    [tokenId, nonce, hash],
  );
  if ((made.rowCount ?? 0) === 0) return { answer: await before<T>(db, tokenId, nonce, hash), again: true };
  const key = [tokenId, nonce];
  try {
    const answer = await work();
    await db.query('update push_receipt set answer = $3 where token_id = $1 and nonce = $2', [
      ...key,
      JSON.stringify(answer),
    ]);
    return { answer, again: false };
  } catch (error) {
    // What was refused, or failed here, may come again.
    await db.query('delete from push_receipt where token_id = $1 and nonce = $2', key);
    throw error;
  }
}

async function before<T>(db: Queryable, tokenId: number, nonce: string, hash: Buffer): Promise<T> {
  const found = await db.query<{ hash: Buffer; answer: T | null }>(
    'select hash, answer from push_receipt where token_id = $1 and nonce = $2',
    [tokenId, nonce],
  );
  const [row] = found.rows;
  if (row && !row.hash.equals(hash))
    throw new GazetteerError(
      'push-replay',
      'this nonce came with another content before',
      'Take a new nonce',
    );
  if (!row || row.answer === null)
    throw new GazetteerError('push-busy', 'the same post is being stored', 'Try again in a minute');
  return row.answer;
}
