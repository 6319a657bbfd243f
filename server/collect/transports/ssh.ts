import type { Client } from 'ssh2';
import { place } from './connectFailure.ts';
import { type Failure, failure } from './failure.ts';
import { hostKeyAlgorithms, hostKeyTrust } from './hostKeyTrust.ts';
import { type Identities, identitiesOf, nothingToTry } from './identities.ts';
import { Intake } from './intake.ts';
import { cancelled, outputLimit, visitTimeout } from './limits.ts';
import { SshConnection } from './sshConnection.ts';
import { terminate } from './terminate.ts';
import {
  type Delivery,
  type Limits,
  silenceOf,
  type Talk,
  type Target,
  type Transport,
} from './transport.ts';
import { openWay, type Way } from './way.ts';

/** Login shells differ (bash, csh, fish); all of them can become /bin/sh in this way. */
export const COMMAND = 'exec /bin/sh -s';

/** One SSH session: the script goes in over standard input, its output comes back. */
export const sshTransport: Transport = async (target, script, limits, onData, signal, talk) => {
  const delivery = await delivered(target, script, limits, onData, signal, talk);
  return { ...delivery, failure: withProblems(delivery.failure, target) };
};

const delivered: Transport = async (target, script, limits, onData, signal, talk) => {
  if (signal.aborted) return undelivered(cancelled());
  if (target.misrouted) return undelivered(target.misrouted);
  const identities = await identitiesOf(target);
  if (identities.methods.length === 0) return undelivered(nothingToTry(identities));
  const connectSeconds = Math.min(target.connectSeconds ?? limits.connectSeconds, limits.visitSeconds);
  // The time of the visit begins with the way: a wait for a free place at the jump host is not the node's fault.
  const way = await openWay(target, connectSeconds, signal);
  if ('reason' in way) return undelivered(way);
  const assigned = { target, way, connectSeconds, identities, script, limits, onData, signal, talk };
  const delivery = await new Promise<Delivery>((resolve) => {
    new Visit({ ...assigned, resolve }).begin();
  });
  way.release();
  return delivery;
};

function undelivered(why: Failure): Delivery {
  return { failure: why, exitCode: null, stderr: '' };
}

interface Assignment {
  target: Target;
  way: Way;
  connectSeconds: number;
  identities: Identities;
  script: string;
  limits: Limits;
  onData: (chunk: Buffer) => void;
  signal: AbortSignal;
  talk: Talk | undefined;
  resolve: (delivery: Delivery) => void;
}

class Visit {
  private connection: SshConnection | undefined;
  private terminate = () => {};
  private timer: NodeJS.Timeout | undefined;
  private silence: NodeJS.Timeout | undefined;
  private exitCode: number | null = null;
  private over = false;
  private readonly intake: Intake;
  private readonly onAbort = () => this.stop(cancelled());

  constructor(private readonly job: Assignment) {
    const { limits, onData } = job;
    this.intake = new Intake(limits, onData, () => this.stop(outputLimit(limits)));
  }

  begin(): void {
    const { target, way, connectSeconds, identities, limits, signal } = this.job;
    if (signal.aborted) return this.end(cancelled());
    signal.addEventListener('abort', this.onAbort, { once: true });
    this.timer = setTimeout(
      () => this.stop(visitTimeout(limits, this.intake.bytes)),
      limits.visitSeconds * 1000,
    );
    const trust = hostKeyTrust(target);
    this.connection = new SshConnection({
      target,
      way,
      connectSeconds,
      identities,
      hostKeyAlgorithms: hostKeyAlgorithms(trust.types),
      distrust: trust.distrust,
      onReady: (client) => this.run(client),
      onFailure: (why) => this.end(why),
    });
  }

  private run(client: Client): void {
    client.exec(this.job.target.command ?? COMMAND, (error, channel) => {
      if (this.over) return;
      if (error) return this.end(sessionRefused(this.job.target, error.message));
      this.terminate = () => terminate(client, channel);
      channel.on('data', (chunk: Buffer) => this.over || this.intake.output(chunk));
      channel.stderr.on('data', (chunk: Buffer) => this.over || this.intake.error(chunk));
      channel.on('exit', (code: number | null) => {
        this.exitCode = code;
      });
      channel.on('close', () => this.end(this.intake.verdict(this.exitCode)));
      // A forced command may end without reading the script.
      channel.on('error', () => {});
      const { script, talk } = this.job;
      if (!talk) return void channel.end(script);
      channel.write(script);
      this.silence = setTimeout(() => this.intake.spoke || channel.end(), silenceOf(this.job.limits));
      talk((line) => channel.writable && channel.write(`${line}\n`));
    });
  }

  /** Ends the visit from here; the agent is told, since a closed connection alone does not end it. */
  private stop(why: Failure): void {
    if (this.over) return;
    this.terminate();
    this.end(why);
  }

  private end(why: Failure | null): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.timer);
    clearTimeout(this.silence);
    this.job.signal.removeEventListener('abort', this.onAbort);
    this.connection?.close();
    this.job.resolve({ failure: why, exitCode: this.exitCode, stderr: this.intake.stderr });
  }
}

function sessionRefused(target: Target, message: string): Failure {
  return failure(
    'session-refused',
    `${place(target)} let ${target.user} log in, but opened no session: ${message}`,
    'Try "ssh" with a command by hand: MaxSessions, a PAM rule (pam_slurm) or a key with restrictions may forbid it.',
  );
}

/** A line of the ssh configuration that could not be read may be why there was no connection. */
function withProblems(
  why: Failure | null,
  { configProblems: [first, ...more] = [] }: Target,
): Failure | null {
  if (!why || first === undefined || why.reason === 'cancelled') return why;
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  return { ...why, hint: `${why.hint} The ssh configuration has mistakes: ${first}${others}.` };
}
