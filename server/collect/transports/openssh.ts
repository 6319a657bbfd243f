import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, messageOf } from '../../errors.ts';
import { childSession, signalGroup } from './childSession.ts';
import { controlFolderFailure } from './controlFolder.ts';
import { type Failure, failure } from './failure.ts';
import { visitArgs } from './opensshArgs.ts';
import { BUSY, opensshFailure, SSH_FAILED } from './opensshFailure.ts';
import { COMMAND } from './ssh.ts';
import type { Transport } from './transport.ts';
import { Turns } from './turns.ts';

/** sshd allows ten sessions in one connection (MaxSessions) where nobody says otherwise; a person may use some. */
const turns = new Turns(8);
/** The longest wait in seconds before a refused session is tried again. */
const PAUSE = 3;

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

const visit: Transport = (target, script, limits, ...rest) => {
  const seconds = Math.min(limits.connectSeconds, limits.visitSeconds);
  const args = visitArgs(target, { command: target.command ?? COMMAND, seconds });
  const program = {
    start: () => start(args),
    end: endGroup,
    notStarted,
    silent: (why: Failure, exitCode: number | null, stderr: string) =>
      exitCode === SSH_FAILED ? opensshFailure(target, stderr) : why,
  };
  return childSession(program, script, limits, ...rest);
};

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
  signalGroup(pid, 'SIGTERM');
  setTimeout(() => signalGroup(pid, 'SIGKILL'), 1000).unref();
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
