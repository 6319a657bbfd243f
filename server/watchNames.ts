import { unwatchFile, watchFile } from 'node:fs';
import type { Logger } from 'pino';
import { messageOf } from './errors.ts';
import { currentNames, useNames } from './names/current.ts';
import { isWanted, namesFileOf, readNamesFile } from './names/names-file.ts';
import type { Database } from './store/database.ts';
import { rereadOfferings } from './store/reread.ts';

/** Asking for the file's time works on every file system, also where editors replace the file. */
const INTERVAL = 2000;

/**
 * Reads the installation's own names again whenever their file changes. A file that says something wrong
 * is logged with its lines, and the names before it stay. Gives what ends this.
 */
export function watchNames(
  env: NodeJS.ProcessEnv,
  dataFolder: string,
  db: Database,
  log: Logger,
): () => Promise<void> {
  const file = namesFileOf(env, dataFolder);
  let last = Promise.resolve();
  const changed = () => {
    last = last
      .then(() => reload(file, isWanted(env), db, log))
      .catch((error: unknown) =>
        log.error({ file, error: messageOf(error) }, 'the names file could not be taken over'),
      );
  };
  watchFile(file, { interval: INTERVAL, persistent: false }, changed);
  return async () => {
    unwatchFile(file, changed);
    await last;
  };
}

async function reload(file: string, mustExist: boolean, db: Database, log: Logger): Promise<void> {
  const { names, notes } = readNamesFile(file, mustExist);
  const before = currentNames();
  useNames(names);
  for (const { line, message } of notes) log.warn({ file, line }, message);
  if (names.identity === before.identity) return;
  const documents = await rereadOfferings(db);
  log.info({ file, documents }, 'names were read anew');
}
