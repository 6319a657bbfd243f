import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Database } from './store/database.ts';

/** What every part of the service is given: no more than this is shared. */
export interface Context {
  config: Config;
  db: Database;
  log: Logger;
}
