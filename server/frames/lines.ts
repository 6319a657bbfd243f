import { textOf } from './text.ts';

/** Text outside the frames: banners, profile noise, what a background process printed. */
export interface Noise {
  bytes: number;
  /** The first of it, for messages. */
  sample: string;
}

/** One whole frame. */
export interface Block {
  seq: number;
  verb: string;
  args: string[];
  payload: Buffer;
}

interface OpenBlock extends Omit<Block, 'payload'> {
  lines: Buffer[];
  bytes: number;
}

const HELLO = /^([0-9a-f]{16})\+1 hello proto=1( |$)/;
const NOISE_SAMPLE = 2000;
const NEWLINE = 0x0a;

export interface LineOptions {
  /** The nonce this run was given. Without it, the first hello frame tells it. */
  nonce?: string;
  /** A longer line is noise, however it begins. */
  maxLine: number;
  onBlock: (block: Block) => void;
  onDamage: (what: string) => void;
}

/**
 * Takes a byte stream apart into frames, in any chunking (docs/agent-protocol.md). Lines that do not
 * begin with the run's nonce are noise; a frame whose line or byte count is wrong is dropped.
 */
export class FrameLines {
  readonly noise: Noise = { bytes: 0, sample: '' };
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private nonce: Buffer | undefined;
  private block: OpenBlock | undefined;
  private seq = 0;

  constructor(private readonly options: LineOptions) {
    if (options.nonce !== undefined) this.nonce = Buffer.from(options.nonce, 'latin1');
  }

  push(chunk: Buffer): void {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      this.take(chunk.subarray(from, at));
      this.line(this.pending.length === 1 ? (this.pending[0] as Buffer) : Buffer.concat(this.pending));
      this.pending = [];
      this.pendingBytes = 0;
      from = at + 1;
    }
    if (from < chunk.length) this.take(chunk.subarray(from));
  }

  /** Says that no more will come: a frame that is open is dropped. */
  end(): void {
    const rest = Buffer.concat(this.pending);
    // A line without its end was cut, except the very last one of a file that an editor saved.
    const ours = this.nonce !== undefined && rest.indexOf(this.nonce) === 0;
    if (rest.length > 0 && (!ours || this.block?.verb === 'bye')) this.line(rest);
    this.pending = [];
    this.block = undefined;
  }

  private take(piece: Buffer): void {
    if (this.pendingBytes > this.options.maxLine) {
      this.noise.bytes += piece.length;
      return;
    }
    this.pending.push(piece);
    this.pendingBytes += piece.length;
  }

  private line(line: Buffer): void {
    if (this.nonce === undefined) {
      const hello = HELLO.exec(line.subarray(0, 200).toString('latin1'));
      if (hello?.[1] === undefined) return this.addNoise(line);
      this.nonce = Buffer.from(hello[1], 'latin1');
    }
    const nonce = this.nonce;
    if (line.length <= nonce.length || line.compare(nonce, 0, nonce.length, 0, nonce.length) !== 0) {
      return this.addNoise(line);
    }
    const rest = line.subarray(nonce.length + 1);
    switch (String.fromCharCode(line[nonce.length] ?? 0)) {
      case '|':
        return this.payload(rest);
      case '+':
        return this.open(rest.toString('latin1'));
      case '=':
        return this.close(rest.toString('latin1'));
      default:
        return this.addNoise(line);
    }
  }

  private addNoise(line: Buffer): void {
    const noise = this.noise;
    noise.bytes += line.length + 1;
    if (noise.sample.length < NOISE_SAMPLE) {
      noise.sample += `${textOf(line.subarray(0, NOISE_SAMPLE - noise.sample.length))}\n`;
    }
  }

  private payload(bytes: Buffer): void {
    if (!this.block) return this.options.onDamage('a payload line outside any frame');
    // The chunk a line came in may be large; a copy keeps only the line alive.
    this.block.lines.push(Buffer.from(bytes));
    this.block.bytes += bytes.length + 1;
  }

  private open(text: string): void {
    const [seqText = '', verb = '', ...args] = text.split(' ');
    const seq = Number(seqText);
    if (!/^[0-9]+$/.test(seqText) || !/^[a-z-]+$/.test(verb)) {
      return this.options.onDamage(`a frame that begins with "${text.slice(0, 60)}"`);
    }
    if (this.block) this.options.onDamage(`frame ${this.block.seq} (${this.block.verb}) has no end`);
    if (seq !== this.seq + 1) this.options.onDamage(`frame ${this.seq} is followed by frame ${seq}`);
    this.seq = seq;
    this.block = { seq, verb, args, lines: [], bytes: 0 };
  }

  private close(text: string): void {
    const block = this.block;
    this.block = undefined;
    const match = /^([0-9]+) ([0-9]+) ([0-9]+) ([01])$/.exec(text);
    if (!block || !match || Number(match[1]) !== block.seq) {
      return this.options.onDamage(`a frame end "${text.slice(0, 60)}" that fits no frame`);
    }
    const [lines, bytes, newline] = [Number(match[2]), Number(match[3]), match[4] === '1'];
    const seen = block.bytes - (newline || block.lines.length === 0 ? 0 : 1);
    if (block.lines.length !== lines || seen !== bytes) {
      return this.options.onDamage(
        `frame ${block.seq} (${block.verb}) says ${lines} lines, ${bytes} bytes and has ${block.lines.length}, ${seen}`,
      );
    }
    const { seq, verb, args } = block;
    this.options.onBlock({ seq, verb, args, payload: joined(block.lines, newline) });
  }
}

function joined(lines: Buffer[], newline: boolean): Buffer {
  if (lines.length === 0) return Buffer.alloc(0);
  const size = lines.reduce((sum, line) => sum + line.length + 1, 0);
  const all = Buffer.alloc(newline ? size : size - 1, NEWLINE);
  let at = 0;
  for (const line of lines) {
    line.copy(all, at);
    at += line.length + 1;
  }
  return all;
}
