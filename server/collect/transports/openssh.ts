import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, messageOf } from '../../errors.ts';
import { controlFolderFailure } from './controlFolder.ts';
import { type Failure, failure } from './failure.ts';
import { Intake } from './intake.ts';
import { cancelled, outputLimit, visitTimeout } from './limits.ts';
import { visitArgs } from './opensshArgs.ts';
import { BUSY, opensshFailure, SSH_FAILED } from './opensshFailure.ts';
import { COMMAND } from './ssh.ts';
import { type Delivery, silenceOf, type Transport } from './transport.ts';
import { Turns } from './turns.ts';

/** sshd allows ten sessions in one connection (MaxSessions) where nobody says otherwise; a person may use some. */
const turns = new Turns(8);
/** The longest wait in seconds before a refused session is tried again. */
const PAUSE = 3;
/** A process left behind may hold ssh's output open; nothing more is expected from it. */
const LEFT_BEHIND_MS = 1000;

/** Runs the agent through the system's ssh, in a connection that somebody opened by hand where there is one. */
export const opensshTransport: Transport = async (target, ...rest) => {
  const why = controlFolderFailure(target);
  if (why) return { failure: why, exitCode: null, stderr: '' };
  const { address, openssh } = target;
  const leave = await turns.take(`${openssh?.user}@${address}:${openssh?.port} ${openssh?.controlPath}`);
  try {
    const [, limits, , signal] = rest;
    const until = performance.now() + limits.visitSeconds * 1000;
    for (let tries = 1; ; tries++) {
      const delivery = await visit(target, ...rest);
      const isBusy =
        delivery.exitCode === SSH_FAILED && BUSY.test(delivery.stderr) && delivery.failure !== null;
      if (!isBusy || performance.now() > until) return delivery;
      await sleep(Math.min(tries * 0.3, PAUSE) * 1000, undefined, { signal }).catch(() => {});
    }
  } finally {
    leave();
  }
};

const visit: Transport = (target, script, limits, onData, signal, talk) =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve({ failure: cancelled(), exitCode: null, stderr: '' });
    let exitCode: number | null = null;
    let over = false;
    const seconds = Math.min(limits.connectSeconds, limits.visitSeconds);
    const command = target.command ?? COMMAND;
    const ssh = start(visitArgs(target, { command, seconds }));
    if ('reason' in ssh) return resolve({ failure: ssh, exitCode, stderr: '' });

    const end = (why: Failure | null) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      clearTimeout(silence);
      signal.removeEventListener('abort', onAbort);
      ssh.stdin.destroy();
      ssh.stdout.destroy();
      ssh.stderr.destroy();
      const delivery: Delivery = { failure: why, exitCode, stderr: intake.stderr };
      resolve(delivery);
    };
    const stop = (why: Failure) => {
      if (over) return;
      endGroup(ssh);
      end(why);
    };
    const ended = () => {
      const why = intake.verdict(exitCode);
      end(why && exitCode === SSH_FAILED ? opensshFailure(target, intake.stderr) : why);
    };
    const intake = new Intake(limits, onData, () => stop(outputLimit(limits)));
    const onAbort = () => stop(cancelled());
    const timer = setTimeout(() => stop(visitTimeout(limits, intake.bytes)), limits.visitSeconds * 1000);
    signal.addEventListener('abort', onAbort, { once: true });

    ssh.stdout.on('data', (chunk: Buffer) => over || intake.output(chunk));
    ssh.stderr.on('data', (chunk: Buffer) => over || intake.error(chunk));
    ssh.on('error', (error) => end(notStarted(error)));
    ssh.on('exit', (code) => {
      exitCode = code;
      setTimeout(ended, LEFT_BEHIND_MS).unref();
    });
    ssh.on('close', ended);
    ssh.stdin.on('error', () => {});
    const silence = talk ? setTimeout(() => intake.spoke || ssh.stdin.end(), silenceOf(limits)) : undefined;
    if (!talk) return void ssh.stdin.end(script);
    ssh.stdin.write(script);
    talk((line) => ssh.stdin.writable && ssh.stdin.write(`${line}\n`));
  });

/** In a process group of its own, with what ssh starts to reach the node. */
function start(args: string[]): ChildProcessWithoutNullStreams | Failure {
  try {
    return spawn('ssh', args, { detached: true, stdio: 'pipe', env: unattended(process.env) });
  } catch (error) {
    return notStarted(error);
  }
}

/** Nobody is asked anything, in no window either; messages come in the words that are looked for. */
export function unattended(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { DISPLAY: _, WAYLAND_DISPLAY: __, SSH_ASKPASS: ___, ...rest } = env;
  return { ...rest, LC_ALL: 'C', SSH_ASKPASS_REQUIRE: 'never' };
}

/** ssh ends its connection in order when it is asked to; what does not end is killed. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  signalGroup(pid, 'SIGTERM');
  setTimeout(() => signalGroup(pid, 'SIGKILL'), 1000).unref();
}

function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch {
    // It ended by itself.
  }
}

export function notStarted(error: unknown): Failure {
  if (codeOf(error) === 'ENOENT') {
    return failure(
      'ssh-failed',
      'there is no program ssh on this machine',
      'Install it (the Debian package openssh-client), or say transport: ssh, which needs none.',
    );
  }
  return failure(
    'ssh-failed',
    `ssh could not be started: ${messageOf(error)}`,
    'Try ssh by hand, as the account that runs gazetteer.',
  );
}
