import { constants } from 'node:os';
import { type Config, configFrom } from '../config.ts';
import { useNamesFile } from '../names/names-file.ts';
import { startEmbedded } from '../postgres/embedded.ts';
import { migrate } from '../postgres/migrate.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { rereadOfferings } from '../store/reread.ts';

export interface Opened {
  config: Config;
  db: Database;
  url: string;
  /** Migrations applied now. */
  migrations: string[];
  /** Documents whose offerings were named anew, because the rules or the installation's own names changed. */
  reread: number;
  /** Has the embedded Postgres started again whenever it dies; nothing with a database of one's own. */
  keepDatabase: (tell: (error?: unknown) => void) => void;
  close: () => Promise<void>;
}

/** Opens the database that the environment names, the embedded one included, at this version's tables. */
export async function openStore(env: NodeJS.ProcessEnv = process.env): Promise<Opened> {
  const config = configFrom(env);
  const embedded =
    config.databaseUrl === undefined
      ? await startEmbedded(config.dataFolder, (line) => console.error(line))
      : undefined;
  const url = config.databaseUrl ?? embedded?.url ?? '';
  try {
    useNamesFile(env, config.dataFolder);
    const migrations = await migrate(url);
    const db = openDatabase(url);
    const reread = await rereadOfferings(db).catch(async (error) => {
      await db.close();
      throw error;
    });
    const close = async () => {
      await db.close();
      await embedded?.stop();
    };
    let closing: Promise<void> | undefined;
    return {
      config,
      db,
      url,
      migrations,
      reread,
      keepDatabase: (tell) => embedded?.keep(tell),
      close: () => {
        closing ??= close();
        return closing;
      },
    };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

/** Runs a command's work on the opened database and closes it whatever happens. */
export async function withStore<T>(work: (opened: Opened) => Promise<T>): Promise<T> {
  const opening = openStore();
  const signals = closeOnSignals(opening);
  try {
    const opened = await opening;
    try {
      return await work(opened);
    } finally {
      await opened.close();
    }
  } finally {
    // What fails while the database is taken away is no news; the process ends by itself.
    if (signals.stopping()) await new Promise(() => {});
    signals.off();
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const CLOSE_LIMIT = 4800;

/** Ends a command that is told to stop, and with it the embedded Postgres, unless somebody else uses it. */
function closeOnSignals(opening: Promise<Opened>): { stopping: () => boolean; off: () => void } {
  let stopping = false;
  const stop = (signal: (typeof SIGNALS)[number]) => {
    // The command has a way of its own to stop.
    if (process.listenerCount(signal) > 1) return;
    stopping = true;
    const exit = () => process.exit(128 + constants.signals[signal]);
    setTimeout(exit, CLOSE_LIMIT);
    opening.then((opened) => opened.close()).then(exit, exit);
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  return {
    stopping: () => stopping,
    off: () => {
      for (const signal of SIGNALS) process.off(signal, stop);
    },
  };
}
