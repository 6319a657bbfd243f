import { type ChildProcess, spawn } from 'node:child_process';
import { type Failure, failure } from './failure.ts';
import { Intake } from './intake.ts';
import { cancelled, outputLimit, visitTimeout } from './limits.ts';
import { type Delivery, silenceOf, type Transport } from './transport.ts';

/** A process left behind by the agent may hold its output open; nothing more is expected from it. */
const LEFT_BEHIND_MS = 1000;

/** Runs the agent on this machine. */
export const localTransport: Transport = (target, script, limits, onData, signal, talk) =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve({ failure: cancelled(), exitCode: null, stderr: '' });
    let exitCode: number | null = null;
    let over = false;

    // A process group of its own, so that nothing the agent started outlives it.
    const shell = spawn('/bin/sh', target.command === undefined ? ['-s'] : ['-c', target.command], {
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });

    const end = (why: Failure | null) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      clearTimeout(silence);
      signal.removeEventListener('abort', onAbort);
      shell.stdin.destroy();
      shell.stdout.destroy();
      shell.stderr.destroy();
      const delivery: Delivery = { failure: why, exitCode, stderr: intake.stderr };
      resolve(delivery);
    };
    const stop = (why: Failure) => {
      if (over) return;
      killGroup(shell);
      end(why);
    };
    const intake = new Intake(limits, onData, () => stop(outputLimit(limits)));
    const onAbort = () => stop(cancelled());
    const timer = setTimeout(() => stop(visitTimeout(limits, intake.bytes)), limits.visitSeconds * 1000);
    signal.addEventListener('abort', onAbort, { once: true });

    shell.stdout.on('data', (chunk: Buffer) => over || intake.output(chunk));
    shell.stderr.on('data', (chunk: Buffer) => over || intake.error(chunk));
    shell.on('error', (error) => end(noShell(error.message)));
    shell.on('exit', (code) => {
      exitCode = code;
      setTimeout(() => end(intake.verdict(exitCode)), LEFT_BEHIND_MS).unref();
    });
    shell.on('close', () => end(intake.verdict(exitCode)));
    // The shell may end without reading all of the script.
    shell.stdin.on('error', () => {});
    const silence = talk ? setTimeout(() => intake.spoke || shell.stdin.end(), silenceOf(limits)) : undefined;
    if (!talk) return void shell.stdin.end(script);
    shell.stdin.write(script);
    talk((line) => shell.stdin.writable && shell.stdin.write(`${line}\n`));
  });

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

function noShell(message: string): Failure {
  return failure(
    'session-refused',
    `/bin/sh could not be started here: ${message}`,
    'Check the limits of processes and memory of the account that runs gazetteer.',
  );
}
