import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, GazetteerError, messageOf } from '../errors.ts';
import { isFull, noSpace } from './fullDisk.ts';

/**
 * The database went away, for a restart most likely (classes 08 and 57 of Postgres, and sockets), or ended a connection
 * that was silent in the middle of a transaction (25P03).
 */
export function isLost(error: unknown): boolean {
  const code = codeOf(error);
  return (
    /^(database-away|08...|57P0[1235]|25P03|53300|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|ETIMEDOUT|E(HOST|NET)UNREACH|EAI_AGAIN)$/.test(
      code,
    ) ||
    /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect/.test(
      messageOf(error),
    )
  );
}

/** The same in words that say what to do. */
function away(error: unknown): unknown {
  if (error instanceof GazetteerError || !isLost(error)) return error;
  return new GazetteerError(
    'database-away',
    `the database went away and did not come back in a minute (${messageOf(error)})`,
    'See that Postgres runs, then do it again; what was stored stands',
  );
}

const PATIENCE_MS = 60_000;

/**
 * Tries again while the database is away or full, for a minute: what a node said is not thrown away for a restart. What
 * was tried may have been done, and only its answer lost: `onAgain` hears of it.
 */
export async function withPatience<T>(work: () => Promise<T>, onAgain: () => void = () => {}): Promise<T> {
  const until = performance.now() + PATIENCE_MS;
  for (let wait = 250; ; wait = Math.min(2 * wait, 4000)) {
    try {
      return await work();
    } catch (error) {
      const passes = isLost(error) || isFull(error);
      if (!passes || performance.now() + wait > until) throw isFull(error) ? noSpace(error) : away(error);
      onAgain();
      await sleep(wait);
    }
  }
}
