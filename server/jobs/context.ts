import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { Database } from '../store/database.ts';
import type { Lanes } from './lanes.ts';
import type { LapsedLogins } from './lapsedLogins.ts';
import type { Shares } from './shares.ts';

/** What a task is given besides its payload. */
export interface JobContext {
  db: Database;
  log: Logger;
  dataFolder: string;
  shares: Shares;
  lapsed: LapsedLogins;
  lanes: Lanes;
  parallel: number;
  config: Config;
  /** This worker stops. */
  signal: AbortSignal;
}

/** A job that fails because its worker stops is done by another one. */
export function goesOn({ signal }: JobContext): void {
  if (signal.aborted) throw new Error('this worker stops, another one goes on');
}
