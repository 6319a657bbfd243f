import type { Failure } from './failure.ts';
import { openChannel } from './jumpChannel.ts';
import { JumpConnection, type Open } from './jumpConnection.ts';
import { cancelled } from './limits.ts';
import { Places } from './places.ts';
import type { Target } from './transport.ts';
import type { Way } from './way.ts';

/** Nodes that follow within this time find the connection open. */
const LINGER_MS = 1000;
/** A jump host that failed is not asked again so soon; thousands of nodes may want to. */
const REMEMBER_FAILURE_MS = 5000;
const DEFAULT_MOST = 64;

/** The way through a list of jump hosts: one connection to the last of them, shared by all nodes behind it. */
export class JumpRoute {
  private readonly places = new Places();
  private connection: JumpConnection | undefined;
  private lingering: NodeJS.Timeout | undefined;

  /** `onIdle` is called when nobody uses it any more. */
  constructor(
    private readonly hosts: Target[],
    private readonly open: Open,
    private readonly onIdle: () => void,
  ) {}

  /** A channel to a target. Nothing but the signal limits the wait for a free place. */
  async through(target: Target, connectSeconds: number, signal: AbortSignal): Promise<Way | Failure> {
    clearTimeout(this.lingering);
    if (!(await this.places.enter(target.jumpNodes ?? DEFAULT_MOST, signal))) {
      this.rest();
      return cancelled();
    }
    const connection = this.connected(connectSeconds);
    const channel = await openChannel(connection, target, connectSeconds, signal);
    if ('reason' in channel) {
      this.leave();
      return channel;
    }
    let isReleased = false;
    return {
      stream: channel,
      broken: () => connection.failure,
      release: () => {
        if (!isReleased) this.leave();
        isReleased = true;
      },
    };
  }

  /** Everybody shares one attempt, and for some seconds its failure. */
  private connected(connectSeconds: number): JumpConnection {
    const last = this.connection;
    const isGood = last && (last.failure === undefined || last.failedWithin(REMEMBER_FAILURE_MS));
    if (isGood) return last;
    last?.close();
    this.connection = new JumpConnection(this.hosts, connectSeconds, this.open);
    return this.connection;
  }

  private leave(): void {
    this.places.leave();
    this.rest();
  }

  private rest(): void {
    if (this.places.inside > 0) return;
    clearTimeout(this.lingering);
    // A failure is remembered for longer, without keeping the process alive for it.
    const isFailed = this.connection?.failure !== undefined;
    this.lingering = setTimeout(() => this.end(), isFailed ? REMEMBER_FAILURE_MS : LINGER_MS);
    if (isFailed) this.lingering.unref();
  }

  private end(): void {
    this.connection?.close();
    this.connection = undefined;
    this.onIdle();
  }
}
