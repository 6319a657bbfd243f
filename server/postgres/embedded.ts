import { join } from 'node:path';
import { isFull } from '../store/fullDisk.ts';
import { makeLinks } from './binaries.ts';
import { createCluster, createDatabase, DATABASE } from './createCluster.ts';
import { prepareHome } from './home.ts';
import { launch } from './launch.ts';
import { giveLeaseBack, takeLease, withLock } from './leases.ts';
import { postmasterAlive, runningPort, shutDown } from './postmaster.ts';
import { urlOf } from './settings.ts';

export interface EmbeddedPostgres {
  url: string;
  /**
   * Looks every two seconds whether Postgres still lives and starts it again, on the port it had, when
   * it does not. `tell` hears of each start, with the error when it failed.
   */
  keep: (tell: (error?: unknown) => void) => void;
  /** Leaves; stops Postgres when no other process of ours uses it. Takes up to 4 seconds. */
  stop: () => Promise<void>;
}

const LOOK_EVERY = 2000;

/**
 * Starts the embedded Postgres of a data folder, or joins the one that runs already: started by
 * another command, or left over from a service that was killed. `tell` hears what takes long.
 */
export async function startEmbedded(
  dataFolder: string,
  tell: (line: string) => void = () => {},
): Promise<EmbeddedPostgres> {
  const home = await prepareHome(dataFolder);
  const leases = join(home.folder, 'leases');
  const lock = join(home.folder, 'lock');
  const run = async () => (await runningPort(home)) ?? (await launch(home));
  const port = await withLock(lock, async () => {
    takeLease(leases);
    makeLinks(home.binaries.native);
    await createCluster(home, tell);
    return run();
  });
  const url = urlOf(home, port, DATABASE);
  await createDatabase(urlOf(home, port, 'postgres'));
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const look = async (tell: (error?: unknown) => void) => {
    if (!postmasterAlive(home)) {
      await withLock(lock, async () => {
        if (!stopped) await run();
      }).then(() => tell(), tell);
    }
    if (!stopped) timer = setTimeout(look, LOOK_EVERY, tell).unref();
  };
  return {
    url,
    keep: (tell) => {
      timer = setTimeout(look, LOOK_EVERY, tell).unref();
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
      const leave = async () => {
        if (giveLeaseBack(leases)) await shutDown(home);
      };
      // A full disk has no place for the lock, and is no reason to let Postgres run on.
      return withLock(lock, leave).catch((error) => (isFull(error) ? leave() : Promise.reject(error)));
    },
  };
}
