import { createHash } from 'node:crypto';
import { isRunning } from '../collect/deadSweeps.ts';
import { ownMark } from '../collect/sweepRow.ts';
import { GazetteerError } from '../errors.ts';
import type { Queryable } from '../store/database.ts';
import { withPatience } from '../store/patience.ts';
import { type Stamp, WINDOW_SECONDS } from './stamp.ts';

/** Of a process of another machine nobody here can tell whether it died: so long it is waited for. */
export const LOST_SECONDS = 900;

/** Posts that this process is storing. */
const inHand = new Set<string>();
const keyOf = (tokenId: number, nonce: string) => `${tokenId} ${nonce}`;

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
  const key = keyOf(tokenId, nonce);
  if (inHand.has(key)) return { answer: await before<T>(db, tokenId, nonce, hash), again: true };
  inHand.add(key);
  try {
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
    return { answer: await answered(db, [tokenId, nonce], work), again: false };
  } finally {
    inHand.delete(key);
  }
}

async function answered<T extends object>(
  db: Queryable,
  key: [tokenId: number, nonce: string],
  work: () => Promise<T>,
): Promise<T> {
  try {
    const answer = await work();
    // What is stored already must not be stored again for a database that is started anew.
    await withPatience(() =>
      db.query('update push_receipt set answer = $3 where token_id = $1 and nonce = $2', [
        ...key,
        JSON.stringify(answer),
      ]),
    );
    return answer;
  } catch (error) {
    // What was refused may come again. What was stored in part may, too, and still stands before what is older.
    await db
      .query(`delete from push_receipt where token_id = $1 and nonce = $2 and nodes = '{}'`, key)
      .catch(() => {});
    throw error;
  }
}

export interface Unanswered {
  tokenId: number;
  nonce: string;
  worker: string;
  silent: boolean;
}

/** One of this process is, when it has it in hand: another was begun, and the database went away. */
export const isStoring = (one: Unanswered): boolean =>
  one.worker === ownMark() ? inHand.has(keyOf(one.tokenId, one.nonce)) : isRunning(one);

/** What a process that died had begun to store may be stored again. */
async function letGoOfLost(db: Queryable, tokenId: number, nonce: string): Promise<void> {
  const found = await db.query<{ worker: string; silent: boolean }>(
    `select worker, received_at < now() - make_interval(secs => $3) as silent from push_receipt
     where token_id = $1 and nonce = $2 and answer is null`,
    [tokenId, nonce, LOST_SECONDS],
  );
  const [row] = found.rows;
  // Of this process it is none: that would be in hand.
  if (!row || (row.worker !== ownMark() && isRunning(row))) return;
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
