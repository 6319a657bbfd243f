import { type Config, configFrom } from '../config.ts';
import { startEmbedded } from '../postgres/embedded.ts';
import { migrate } from '../postgres/migrate.ts';
import { type Database, openDatabase } from '../store/database.ts';

export interface Opened {
  config: Config;
  db: Database;
  url: string;
  /** Migrations applied now. */
  migrations: string[];
  close: () => Promise<void>;
}

/** Opens the database that the environment names, the embedded one included, at this version's tables. */
export async function openStore(env: NodeJS.ProcessEnv = process.env): Promise<Opened> {
  const config = configFrom(env);
  const embedded = config.databaseUrl === undefined ? await startEmbedded(config.dataFolder) : undefined;
  const url = config.databaseUrl ?? embedded?.url ?? '';
  try {
    const migrations = await migrate(url);
    const db = openDatabase(url);
    return {
      config,
      db,
      url,
      migrations,
      close: async () => {
        await db.close();
        await embedded?.stop();
      },
    };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}

/** Runs a command's work on the opened database and closes it whatever happens. */
export async function withStore<T>(work: (opened: Opened) => Promise<T>): Promise<T> {
  const opened = await openStore();
  try {
    return await work(opened);
  } finally {
    await opened.close();
  }
}
