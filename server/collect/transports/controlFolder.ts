import { createHash } from 'node:crypto';
import { lstatSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { messageOf } from '../../errors.ts';
import { type Failure, failure } from './failure.ts';
import type { Target } from './transport.ts';

/** unix(7): sun_path has 108 bytes on Linux, and 104 elsewhere, with a NUL at its end. */
const MOST = process.platform === 'linux' ? 107 : 103;
/** While it opens the socket ssh adds a dot and 16 letters to its name (mux.c, muxserver_listen). */
const ADDED = 17;

/** Gazetteer's own place for the socket of a login: one for each account, address and port, and short. */
export function ownControlPath(
  folder: string,
  { user, address, port }: { user: string; address: string; port: number },
): string {
  const name = createHash('sha256').update(`${user}\n${address}\n${port}`).digest('hex').slice(0, 16);
  return join(folder, name);
}

/**
 * Makes sure that nobody else can lay a socket where ours is looked for: whoever answers there is believed to be the
 * node. A place that the sites file names is its administrator's own business.
 */
export function controlFolderFailure({ openssh }: Target): Failure | undefined {
  if (!openssh || openssh.controlSocket === undefined) return undefined;
  const folder = dirname(openssh.controlSocket);
  const length = Buffer.byteLength(openssh.controlSocket) + ADDED;
  if (length > MOST) {
    return failure(
      'ssh-failed',
      `the path of a login's socket would have ${length} bytes, more than the ${MOST} there may be: ${openssh.controlSocket}`,
      'Name a short one in the sites file, such as ssh.controlPath: /run/gazetteer/%C, or move the data folder.',
    );
  }
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const found = lstatSync(folder);
    const mine = process.getuid === undefined || found.uid === process.getuid();
    if (found.isDirectory() && mine && (found.mode & 0o077) === 0) return undefined;
    const how = found.isDirectory()
      ? `belongs to ${found.uid}, with mode ${(found.mode & 0o777).toString(8)}`
      : 'is no folder';
    return failure(
      'ssh-failed',
      `${folder} ${how}: others could pretend to be a node there`,
      `Remove it, or run: chmod 700 ${folder}`,
    );
  } catch (error) {
    return failure(
      'ssh-failed',
      `${folder}: ${messageOf(error)}`,
      'It has to be a folder of the account that runs gazetteer.',
    );
  }
}
