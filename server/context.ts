import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Database } from './store/database.ts';

/** What nobody waits for any more is not worth the time of a database. */
export const ANSWER_MS = 60_000;

/** What every part of the service is given: no more than this is shared. */
export interface Context {
  config: Config;
  db: Database;
  /** For answers alone, which then neither wait for sweeps that are stored nor keep them waiting; a statement of it ends after ANSWER_MS. */
  reading: Database;
  log: Logger;
}
