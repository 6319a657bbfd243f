import type { Client } from 'ssh2';
import { place } from './connectFailure.ts';
import { type Failure, failure } from './failure.ts';
import { hostKeyAlgorithms, hostKeyTrust } from './hostKeyTrust.ts';
import { identitiesOf, nothingToTry } from './identities.ts';
import { cancelled } from './limits.ts';
import { SshConnection } from './sshConnection.ts';
import type { Target } from './transport.ts';
import type { Way } from './way.ts';

/** Opens what leads to a target: its own socket, or a channel through the jump hosts before it. */
export type Open = (target: Target, connectSeconds: number) => Promise<Way | Failure>;

/** One connection to the last of some jump hosts, through those before it. */
export class JumpConnection {
  readonly host: Target;
  readonly client: Promise<Client | Failure>;
  /** Why there is none, or none any more. */
  failure: Failure | undefined;
  private neverReady = true;
  private failedAt = 0;
  private readonly closing = new AbortController();

  constructor(hosts: Target[], connectSeconds: number, open: Open) {
    const last = hosts.at(-1);
    if (!last) throw new Error('a route has at least one jump host');
    const before = hosts.slice(0, -1);
    this.host = before.length > 0 ? { ...last, jumps: before } : last;
    this.client = this.connect(last.connectSeconds ?? connectSeconds, open);
  }

  /** Whether the attempt to connect failed just now; a connection that ended later may be made anew at once. */
  failedWithin(milliseconds: number): boolean {
    return this.neverReady && performance.now() - this.failedAt < milliseconds;
  }

  close(): void {
    this.closing.abort();
  }

  private async connect(connectSeconds: number, open: Open): Promise<Client | Failure> {
    const { host } = this;
    if (host.misrouted) return this.fail(host.misrouted);
    const identities = await identitiesOf(host);
    if (identities.methods.length === 0) return this.fail(nothingToTry(identities));
    const way = await open(host, connectSeconds);
    if ('reason' in way) return this.fail(way);
    const { types, distrust } = hostKeyTrust(host);
    return new Promise((resolve) => {
      const connection = new SshConnection({
        target: host,
        way,
        connectSeconds,
        identities,
        hostKeyAlgorithms: hostKeyAlgorithms(types),
        distrust,
        onReady: (client) => {
          this.neverReady = false;
          resolve(client);
        },
        onFailure: (why) => {
          way.release();
          resolve(this.fail(why));
        },
      });
      const end = () => {
        connection.close();
        way.release();
        resolve(this.fail(cancelled()));
      };
      if (this.closing.signal.aborted) end();
      else this.closing.signal.addEventListener('abort', end, { once: true });
    });
  }

  private fail(why: Failure): Failure {
    this.failedAt = performance.now();
    this.failure = this.neverReady ? onTheWay(this.host, why) : ended(this.host);
    return this.failure;
  }
}

/** What failed at a jump host, as its nodes tell it. */
export function onTheWay(host: Target, why: Failure): Failure {
  if (why.reason === 'jump-failed' || why.reason === 'cancelled') return why;
  const at = place(host);
  const message = why.message.startsWith(at) ? why.message : `${at}: ${why.message}`;
  return failure('jump-failed', `on the way, at the jump host ${message}`, why.hint);
}

function ended(host: Target): Failure {
  return failure(
    'jump-failed',
    `the connection to the jump host ${place(host)} ended`,
    'What arrived before is kept; the next visit connects to it anew.',
  );
}
