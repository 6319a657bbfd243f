import { readFileSync } from 'node:fs';

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

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
