import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Failure } from './failure.ts';
import { Intake } from './intake.ts';
import { cancelled, outputLimit, visitTimeout } from './limits.ts';
import { type Delivery, type Limits, silenceOf, type Talk } from './transport.ts';

/** A process left behind by the agent may hold its output open; nothing more is expected from it. */
const LEFT_BEHIND_MS = 1000;

/** What differs between programs of this machine through which the agent is reached. */
export interface Program {
  /** In a process group of its own, so that nothing that it started outlives it; or why it could not be started. */
  start: () => ChildProcessWithoutNullStreams | Failure;
  /** Ends the process and its group before its time. */
  end: (child: ChildProcessWithoutNullStreams) => void;
  /** Why it could not be started, told after the fact. */
  notStarted: (error: Error) => Failure;
  /** What to say of one that ended by itself, where the agent did not get to speak. */
  silent: (why: Failure, exitCode: number | null, stderr: string) => Failure;
}

/** One run of the agent through a program: script and answers by its standard input, within the limits of a visit. */
export function childSession(
  program: Program,
  script: string,
  limits: Limits,
  onData: (chunk: Buffer) => void,
  signal: AbortSignal,
  talk?: Talk,
): Promise<Delivery> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve({ failure: cancelled(), exitCode: null, stderr: '' });
    let exitCode: number | null = null;
    let over = false;
    const child = program.start();
    if ('reason' in child) return resolve({ failure: child, exitCode, stderr: '' });

    const end = (why: Failure | null) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      clearTimeout(silence);
      signal.removeEventListener('abort', onAbort);
      child.stdin.destroy();
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ failure: why, exitCode, stderr: intake.stderr });
    };
    const stop = (why: Failure) => {
      if (over) return;
      program.end(child);
      end(why);
    };
    const ended = () => {
      const why = intake.verdict(exitCode);
      end(why && program.silent(why, exitCode, intake.stderr));
    };
    const intake = new Intake(limits, onData, () => stop(outputLimit(limits)));
    const onAbort = () => stop(cancelled());
    const timer = setTimeout(() => stop(visitTimeout(limits, intake.bytes)), limits.visitSeconds * 1000);
    signal.addEventListener('abort', onAbort, { once: true });

    child.stdout.on('data', (chunk: Buffer) => over || intake.output(chunk));
    child.stderr.on('data', (chunk: Buffer) => over || intake.error(chunk));
    child.on('error', (error) => end(program.notStarted(error)));
    child.on('exit', (code) => {
      exitCode = code;
      setTimeout(ended, LEFT_BEHIND_MS).unref();
    });
    child.on('close', ended);
    // It may end without reading all of the script.
    child.stdin.on('error', () => {});
    const silence = talk ? setTimeout(() => intake.spoke || child.stdin.end(), silenceOf(limits)) : undefined;
    if (!talk) return void child.stdin.end(script);
    child.stdin.write(script);
    talk((line) => child.stdin.writable && child.stdin.write(`${line}\n`));
  });
}

/** Tells a whole process group; one that has ended by itself is told nothing. */
export function signalGroup(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // It ended by itself.
  }
}
