import { createHash } from 'node:crypto';
import { isRunning } from '../collect/deadSweeps.ts';
import { ownMark } from '../collect/sweepRow.ts';
import { GazetteerError } from '../errors.ts';
import type { Queryable } from '../store/database.ts';

/** How far the clock of a sender may be off, and how long it may go on trying. */
export const WINDOW_SECONDS = 3600;

/** Of a process of another machine nobody here can tell whether it died: so long it is waited for. */
const LOST_SECONDS = 900;

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
  { nonce, sentAt }: Stamp,
  body: Buffer,
  work: () => Promise<T>,
): Promise<{ answer: T; again: boolean }> {
  const hash = createHash('sha256').update(body).digest();
  // Outside the window its time alone refuses a post.
  await db.query(
    `delete from push_receipt where token_id = $1 and received_at < now() - make_interval(secs => $2)`,
    [tokenId, 3 * WINDOW_SECONDS],
  );
  await letGoOfLost(db, tokenId, nonce);
  const made = await db.query(
    `insert into push_receipt (token_id, nonce, hash, sent_at, worker) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [tokenId, nonce, hash, sentAt, ownMark()],
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

/** What a process that died had begun to store may be stored again. */
async function letGoOfLost(db: Queryable, tokenId: number, nonce: string): Promise<void> {
  const found = await db.query<{ worker: string; silent: boolean }>(
    `select worker, received_at < now() - make_interval(secs => $3) as silent from push_receipt
     where token_id = $1 and nonce = $2 and answer is null`,
    [tokenId, nonce, LOST_SECONDS],
  );
  const [row] = found.rows;
  if (!row || isRunning(row)) return;
  await db.query(
    'delete from push_receipt where token_id = $1 and nonce = $2 and answer is null and worker = $3',
    [tokenId, nonce, row.worker],
  );
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
