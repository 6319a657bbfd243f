import { connect, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import ssh2, { type Algorithms, type Client, type ServerHostKeyAlgorithm } from 'ssh2';
import { connectionLost, connectTimeout, failureOf, place, type Stage } from './connectFailure.ts';
import type { Failure } from './failure.ts';
import { gathered } from './gathered.ts';
import { type Identities, nothingToTry } from './identities.ts';
import { loginRefused } from './loginRefused.ts';
import type { Target } from './transport.ts';
import type { Way } from './way.ts';

/** A connection that nobody answers any more is given up after three of these. */
const KEEPALIVE_MS = 15_000;
/** How long the other side may take to hang up after we did. */
const GOODBYE_MS = 1000;
/** For hosts with several addresses; node's own 250 ms are too short for a slow network. */
const ADDRESS_ATTEMPT_MS = 2000;

/** The cheapest first; every server since OpenSSH 6.5 has them. */
const algorithms: Algorithms = {
  kex: { prepend: ['curve25519-sha256', 'curve25519-sha256@libssh.org'], append: [], remove: [] },
  cipher: { prepend: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com'], append: [], remove: [] },
};

export interface ConnectionPlan {
  target: Target;
  /** How to get there; a socket of its own where nothing is said. */
  way?: Way;
  connectSeconds: number;
  identities: Identities;
  /** Host key algorithms in the order they are asked for. */
  hostKeyAlgorithms: ServerHostKeyAlgorithm[];
  /** Says why the offered host key is not good enough, or nothing. */
  distrust: (key: Buffer) => Failure | undefined;
  onReady: (client: Client) => void;
  /** Called at most once, before or after `onReady`, and never after `close`. */
  onFailure: (failure: Failure) => void;
}

/** One SSH connection up to the login, and what becomes of it afterwards. */
export class SshConnection {
  private readonly plan: ConnectionPlan;
  private readonly client: Client = new ssh2.Client();
  private readonly socket: Duplex;
  private readonly timer: NodeJS.Timeout;
  private stage: Stage = 'connect';
  private over = false;
  private tries = 0;
  private readonly troubles: string[] = [];

  constructor(plan: ConnectionPlan) {
    this.plan = plan;
    const { user: username } = plan.target;
    this.timer = setTimeout(() => this.timeUp(), plan.connectSeconds * 1000);
    this.socket = gathered(plan.way?.stream ? this.channel(plan.way.stream) : this.connect(plan.target));
    this.client
      .on('handshake', () => {
        this.stage = 'login';
      })
      .on('ready', () => this.ready())
      .on('error', (error) => this.failed(error))
      .on('close', () => this.fail(connectionLost(this.stageNow(), place(plan.target))))
      .connect({
        sock: this.socket,
        username,
        readyTimeout: 0,
        keepaliveInterval: KEEPALIVE_MS,
        algorithms: { ...algorithms, serverHostKey: plan.hostKeyAlgorithms },
        hostVerifier: (key: Buffer) => this.trusts(key),
        authHandler: (left, partial, next) => {
          const method = plan.identities.methods[this.tries++];
          if (method) next(method);
          else this.fail(this.refused(left ?? [], partial));
        },
      });
  }

  private connect({ address: host, port }: Target): Socket {
    const autoSelectFamilyAttemptTimeout = ADDRESS_ATTEMPT_MS;
    return connect({ host, port, noDelay: true, autoSelectFamilyAttemptTimeout }).once('connect', () => {
      this.stage = 'banner';
    });
  }

  /** The jump host has connected it already. */
  private channel(stream: Duplex): Duplex {
    this.stage = 'banner';
    // The client listens as well before the first bytes are handed out.
    return stream.once('data', () => {
      if (this.stage === 'banner') this.stage = 'handshake';
    });
  }

  /** Ends the connection; nothing is reported any more. */
  close(): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.timer);
    if (this.stage !== 'session') {
      this.socket.destroy();
      return;
    }
    const patience = setTimeout(() => this.socket.destroy(), GOODBYE_MS);
    this.socket.once('close', () => clearTimeout(patience));
    this.client.end();
  }

  private ready(): void {
    if (this.over) return;
    clearTimeout(this.timer);
    this.stage = 'session';
    this.plan.onReady(this.client);
  }

  private trusts(key: Buffer): boolean {
    const why = this.plan.distrust(key);
    if (why) this.fail(why);
    return why === undefined;
  }

  private refused(left: string[], partial: boolean): Failure {
    const { identities, target } = this.plan;
    if (identities.methods.length === 0) return nothingToTry(identities);
    return loginRefused({ target, identities, left, partial, troubles: this.troubles });
  }

  private failed(error: Error & { level?: string; code?: string | number }): void {
    // An agent that is not there, or a key that cannot sign: the next way to log in is tried.
    if (error.level === 'agent' || error.level === 'client-authentication') {
      this.troubles.push(error.message);
      return;
    }
    const { message, code, level } = error;
    this.fail(failureOf({ message, code, level }, this.stageNow(), this.plan.target));
  }

  private timeUp(): void {
    this.fail(connectTimeout(this.stageNow(), this.plan.connectSeconds, this.plan.target));
  }

  /** Bytes that came are at least an attempt at a banner. */
  private stageNow(): Stage {
    const heard = this.socket instanceof Socket && this.socket.bytesRead > 0;
    return this.stage === 'banner' && heard ? 'handshake' : this.stage;
  }

  private fail(failure: Failure): void {
    if (this.over) return;
    const why = this.plan.way?.broken() ?? failure;
    this.close();
    this.plan.onFailure(why);
  }
}
