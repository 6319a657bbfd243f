// One command at a time makes a checkout ready: two at once would empty folders that the other one fills.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const LOOK_MS = 200;
/** A checkout may be on a file system of several machines, where nobody can tell whether another one's process lives. */
const ELSEWHERE_MS = 10 * 60_000;

/** Does the work while no other process does work under this lock, which is a file. Says when it has to wait. */
export async function oneAtATime(lock, say, work) {
  mkdirSync(dirname(lock), { recursive: true });
  let told = false;
  while (!taken(lock)) {
    if (!told) say(`Waiting for another command that makes this checkout ready (${lock}) ...`);
    told = true;
    await wait(LOOK_MS);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function taken(lock) {
  try {
    writeFileSync(lock, JSON.stringify({ host: hostname(), pid: process.pid }), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (!isLeft(lock)) return false;
  rmSync(lock, { force: true });
  return taken(lock);
}

/** Whether its process ended without taking the lock away. */
function isLeft(lock) {
  try {
    const age = Date.now() - statSync(lock).mtimeMs;
    const text = readFileSync(lock, 'utf8');
    // It was made this moment, and is being written.
    if (text === '') return age > ELSEWHERE_MS;
    const { host, pid } = JSON.parse(text);
    return host === hostname() ? !lives(pid) : age > ELSEWHERE_MS;
  } catch {
    return false;
  }
}

function lives(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code !== 'ESRCH';
  }
}
