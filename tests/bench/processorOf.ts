import { readdirSync, readFileSync } from 'node:fs';

interface Stat {
  parent: number;
  /** Of itself, and of its children that have ended, in ticks. */
  own: number;
  ended: number;
}

/** proc_pid_stat(5); undefined of a process that is gone. The name in parentheses may hold anything. */
function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const number = (at: number) => Number(fields[at - 3] ?? 0);
    return { parent: number(4), own: number(14) + number(15), ended: number(16) + number(17) };
  } catch {
    return undefined;
  }
}

export const parentOf = (pid: number): number => statOf(pid)?.parent ?? 0;

/** Ticks of the kernel's clock in a second: 100 wherever Linux runs on what we know. */
const TICKS = 100;

/** Processor time of a process and its children, in seconds. */
export function processorOf(pid: number): number {
  const children = readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((stat) => stat?.parent === pid);
  const own = statOf(pid);
  const ticks = children.reduce((sum, stat) => sum + (stat?.own ?? 0) + (stat?.ended ?? 0), 0);
  return (ticks + (own?.own ?? 0) + (own?.ended ?? 0)) / TICKS;
}
