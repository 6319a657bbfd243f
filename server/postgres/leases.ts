import { mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { GazetteerError } from '../errors.ts';
import { markAlive, processMark, sleep } from './processes.ts';

/**
 * Who uses the embedded Postgres: one file per process. A service and several commands can share it;
 * the last one out stops it.
 */
export function takeLease(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const file = openSync(join(folder, String(process.pid)), 'w', 0o600);
  writeSync(file, processMark(process.pid));
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

function grab(file: string): boolean {
  try {
    writeSync(openSync(file, 'wx', 0o600), processMark(process.pid));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  try {
    const mark = readFileSync(file, 'utf8');
    // Empty: its owner is about to write into it.
    if (mark !== '' && !markAlive(mark)) rmSync(file, { force: true });
  } catch {
    // Gone in the meantime.
  }
  return false;
}
