import { agentMissing, type Failure } from './failure.ts';
import type { Limits } from './transport.ts';

/** What a session prints: counted against the limit, watched for the agent's first word, handed on. */
export class Intake {
  bytes = 0;
  private readonly hello = new HelloWatch();
  private readonly noise = new Tail();
  private readonly errors = new Tail();

  constructor(
    private readonly limits: Limits,
    private readonly onData: (chunk: Buffer) => void,
    private readonly onTooMuch: () => void,
  ) {}

  output(chunk: Buffer): void {
    if (!this.counts(chunk)) return;
    this.hello.push(chunk);
    if (!this.hello.seen) this.noise.push(chunk);
    this.onData(chunk);
  }

  error(chunk: Buffer): void {
    if (this.counts(chunk)) this.errors.push(chunk);
  }

  /** The agent has said its first word. */
  get spoke(): boolean {
    return this.hello.seen;
  }

  /** The end of standard error. */
  get stderr(): string {
    return this.errors.text();
  }

  /** What to say of a session that ended by itself: fine, as long as the agent spoke at all. */
  verdict(exitCode: number | null): Failure | null {
    return this.hello.seen ? null : agentMissing(exitCode, this.stderr || this.noise.text());
  }

  private counts(chunk: Buffer): boolean {
    if (this.bytes > this.limits.maxBytes) return false;
    this.bytes += chunk.length;
    if (this.bytes <= this.limits.maxBytes) return true;
    this.onTooMuch();
    return false;
  }
}

/** The agent's first frame; a login shell's own chatter has no such line. */
const HELLO = Buffer.from('+1 hello ');

/** Looks for the agent's first frame in any chunking, and stops looking once it came. */
class HelloWatch {
  seen = false;
  private end: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): void {
    if (this.seen) return;
    // The frame may be cut between two chunks.
    this.seen =
      chunk.includes(HELLO) || Buffer.concat([this.end, chunk.subarray(0, HELLO.length)]).includes(HELLO);
    this.end = Buffer.concat([this.end, chunk.subarray(-HELLO.length)]).subarray(-HELLO.length);
  }
}

const TAIL = 2000;

/** The last characters of a text that comes in chunks. */
class Tail {
  private bytes: Buffer = Buffer.alloc(0);

  push(chunk: Buffer): void {
    // A character has up to four bytes.
    const most = 4 * TAIL;
    this.bytes =
      chunk.length >= most
        ? Buffer.from(chunk.subarray(-most))
        : Buffer.concat([this.bytes.subarray(chunk.length - most), chunk]);
  }

  text(): string {
    return this.bytes.toString('utf8').slice(-TAIL);
  }
}
