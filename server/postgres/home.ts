import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { codeOf, GazetteerError, messageOf } from '../errors.ts';
import { type Account, postgresAccount } from './account.ts';
import { type Binaries, canWrite, copyBinaries, embeddedBinaries, othersCanReach } from './binaries.ts';

/** Where the embedded Postgres lives and who runs it. */
export interface Home {
  /** Folder of password, port, log, leases and the database cluster. */
  folder: string;
  /** The database cluster (PGDATA). */
  cluster: string;
  account: Account | undefined;
  binaries: Binaries;
}

const SHARED = '/var/lib/gazetteer';

/**
 * Prepares the folders. As root, Postgres runs as an unprivileged user, who may not be able to reach
 * a data folder below /root: the cluster and a copy of the programs then lie below /var/lib/gazetteer,
 * under a name made from the data folder's path, so that every data folder keeps its own database.
 */
export async function prepareHome(dataFolder: string): Promise<Home> {
  makeFolder(dataFolder);
  const account = postgresAccount();
  const found = await embeddedBinaries();
  if (!account) return home(join(dataFolder, 'postgres'), undefined, found);
  const version = createHash('sha256').update(found.native).digest('hex').slice(0, 12);
  const binaries = othersCanReach(found.native)
    ? found
    : copyBinaries(found.native, join(SHARED, `postgres-${version}`));
  if (othersCanReach(dataFolder)) return home(join(dataFolder, 'postgres'), account, binaries);
  const name = createHash('sha256').update(dataFolder).digest('hex').slice(0, 12);
  makeFolder(SHARED);
  chmodSync(SHARED, 0o755);
  return home(join(SHARED, `data-${name}`), account, binaries);
}

function home(folder: string, account: Account | undefined, binaries: Binaries): Home {
  makeFolder(folder);
  const cluster = join(folder, 'cluster');
  if (account) {
    // The user must pass through; what is secret in here is readable for its owner only.
    chmodSync(folder, 0o711);
    makeFolder(cluster);
    chownSync(cluster, account.uid, account.gid);
  }
  return { folder, cluster, account, binaries };
}

export function makeFolder(folder: string): void {
  try {
    makeEach(resolve(folder));
  } catch (error) {
    throw notWritable(folder, codeOf(error) || messageOf(error));
  }
  if (existsSync(folder) && !canWrite(folder)) throw notWritable(folder, 'permission denied');
}

/** As mkdir's `recursive`, which never ends where a file system answers ENOENT (/proc, autofs; Node 20). */
function makeEach(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(folder) !== folder) makeEach(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o755 });
  } catch (error) {
    // Another process made it meanwhile.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

function notWritable(folder: string, why: string): GazetteerError {
  return new GazetteerError(
    'data-folder',
    `the data folder ${folder} cannot be written (${why})`,
    'Set GAZETTEER_DATA to a folder that can',
  );
}
