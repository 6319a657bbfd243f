import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { codeOf } from '../errors.ts';

/** Does a process with this number run (whoever owns it)? One that nobody has waited for yet does not. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false;
  }
  try {
    // State Z of proc_pid_stat(5): in a container, the first process may never wait for those it inherits.
    return !/^[0-9]+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return true;
  }
}

/**
 * A process number together with its start time (field 22 of /proc/pid/stat, in ticks since boot), so
 * that a number used again is not taken for the old process. Without /proc the number alone.
 */
export function processMark(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
  } catch {
    return `${pid}`;
  }
}

/** True when the process that `mark` names still runs. */
export function markAlive(mark: string): boolean {
  const pid = Number(mark.split(' ')[0]);
  return Number.isInteger(pid) && pid > 0 && alive(pid) && processMark(pid) === mark.trim();
}

/** The command line of a process; '' when it cannot be told. */
export function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** All processes; none where there is no /proc. */
export function processNumbers(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

/** The folder a process is in; '' when it cannot be told. */
export function folderOf(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}

export const sleep = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
