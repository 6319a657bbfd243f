import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, messageOf } from '../errors.ts';

/** The database went away, for a restart most likely (classes 08 and 57 of Postgres, and sockets). */
export function isLost(error: unknown): boolean {
  const code = codeOf(error);
  return (
    /^(08...|57P0[123]|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT)$/.test(code) ||
    /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect/.test(
      messageOf(error),
    )
  );
}

const PATIENCE_MS = 60_000;

/** Tries again while the database is away, for a minute: what a node said is not thrown away for a restart. */
export async function withPatience<T>(work: () => Promise<T>): Promise<T> {
  const until = performance.now() + PATIENCE_MS;
  for (let wait = 250; ; wait = Math.min(2 * wait, 4000)) {
    try {
      return await work();
    } catch (error) {
      if (!isLost(error) || performance.now() + wait > until) throw error;
      await sleep(wait);
    }
  }
}
