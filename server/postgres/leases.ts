import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { codeOf, GazetteerError } from '../errors.ts';
import { isFull, noSpace } from '../store/fullDisk.ts';
import { markAlive, processMark, sleep } from './processes.ts';

/**
 * Who uses the embedded Postgres: one file per process. A service and several commands can share it;
 * the last one out stops it.
 */
export function takeLease(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeMark(join(folder, String(process.pid)));
}

function writeMark(file: string): void {
  try {
    writeFileSync(file, processMark(process.pid), { mode: 0o600 });
  } catch (error) {
    rmSync(file, { force: true });
    throw isFull(error) ? noSpace(error, dirname(file)) : error;
  }
}

/** Gives this process's lease back; true when no other living process holds one. */
export function giveLeaseBack(folder: string): boolean {
  rmSync(join(folder, String(process.pid)), { force: true });
  const others = readdirSync(folder).filter((name) => {
    const file = join(folder, name);
    const lives = markAlive(readFileSync(file, 'utf8'));
    if (!lives) rmSync(file, { force: true });
    return lives;
  });
  return others.length === 0;
}

/** Runs `work` while no other process does the same; waits up to a minute for it. */
export async function withLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 60_000;
  while (!grab(file)) {
    if (Date.now() > deadline) {
      throw new GazetteerError(
        'postgres-lock',
        `another process has been starting or stopping Postgres for a minute (${file})`,
        'Wait for it, or remove that file if no such process runs',
      );
    }
    await sleep(50);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/**
 * The lock appears whole, by linking a file that holds the mark: one without content, left by a full
 * disk or a kill, would belong to nobody and be waited for.
 */
function grab(file: string): boolean {
  const own = `${file}.${process.pid}`;
  writeMark(own);
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    dropStale(file, own);
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Removes the lock of a process that is gone. It is moved aside first and looked at again there: in
 * between, another process may have removed it and taken its own.
 */
function dropStale(file: string, own: string): void {
  if (markIn(file)) return;
  const aside = `${own}.stale`;
  try {
    renameSync(file, aside);
    if (markIn(aside)) linkSync(aside, file);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error;
  }
  rmSync(aside, { force: true });
}

/** Does a lock file name a living process? One that is gone in the meantime counts as such. */
function markIn(file: string): boolean {
  try {
    return markAlive(readFileSync(file, 'utf8'));
  } catch {
    return true;
  }
}
