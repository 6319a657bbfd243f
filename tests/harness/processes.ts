import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Kills the processes that `pid` started, theirs as well, and on demand itself. */
export function killTree(pid: number | undefined, { itself }: { itself: boolean }): void {
  if (pid === undefined) return;
  // The parent goes first, so that it starts no more.
  const children = childrenOf(pid);
  if (itself) kill(pid);
  for (const child of children) killTree(child, { itself: true });
}

/** proc_pid_task_children(5); elsewhere than on Linux nothing is known. */
export function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return text.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/**
 * Processes with a variable in the environment that they were started with (proc_pid_environ(5)); elsewhere than on Linux nothing is
 * known. So those are found whose parents ended before them.
 */
export function processesWith(variable: string): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^[0-9]+$/.test(name))
      .filter((pid) => environmentOf(pid).includes(variable))
      .map(Number);
  } catch {
    return [];
  }
}

function environmentOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    // Another account's, or it ended meanwhile.
    return [];
  }
}

export function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

/** Whether a process still runs; one that nobody has waited for yet (state Z of proc_pid_stat(5)) does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^[0-9]+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
}

/** Waits up to two seconds for a process to end; says whether it did. */
export async function hasEnded(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100 && isRunning(pid); tries++) await sleep(20);
  return !isRunning(pid);
}
