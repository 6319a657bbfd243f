import type { AgentOutcome, EvidenceItem, EvidenceRoot, FacetEnd, FacetEvidence, Part } from './evidence.ts';
import { textOf } from './text.ts';

/** Text outside the frames: banners, profile noise, what a background process printed. */
export interface Noise {
  bytes: number;
  /** The first of it, for messages. */
  sample: string;
}

export interface Session {
  /** The agent's bundle version, as it said itself; '' before it said hello. */
  agent: string;
  /** True when the agent's last frame arrived: nothing is missing. */
  complete: boolean;
  /** Facets in the order in which they arrived; handed out by `onFacet` when one is given. */
  facets: FacetEvidence[];
  noise: Noise;
  /** Frames that contradicted themselves (lost or joined lines), in words. */
  damage: string[];
  bytes: number;
}

export interface DecodeOptions {
  /** The nonce this run was given. Without it, the first hello frame tells it. */
  nonce?: string;
  /** Called with each facet as it is complete; it is then not kept. */
  onFacet?: (facet: FacetEvidence) => void;
  /** A longer line is noise, however it begins. Default 16 MiB. */
  maxLine?: number;
}

const HELLO = /^([0-9a-f]{16})\+1 hello proto=1( |$)/;
const NOISE_SAMPLE = 2000;
const NEWLINE = 0x0a;

interface Block {
  seq: number;
  verb: string;
  args: string[];
  lines: Buffer[];
  bytes: number;
}

/**
 * Reads the frames of one agent run from a byte stream, in any chunking. Lines that do not begin
 * with the run's nonce are noise and change nothing; a frame whose line or byte count is wrong is
 * dropped and named in `damage`, and the root or facet that it belongs to is failed.
 */
export class FrameDecoder {
  readonly session: Session = {
    agent: '',
    complete: false,
    facets: [],
    noise: { bytes: 0, sample: '' },
    damage: [],
    bytes: 0,
  };
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private nonceBytes: Buffer | undefined;
  private block: Block | undefined;
  private facet: FacetEvidence | undefined;
  private root: EvidenceRoot | undefined;
  private rootDamaged = false;
  private facetDamaged = false;
  private item: EvidenceItem | undefined;
  private seq = 0;

  constructor(private readonly options: DecodeOptions = {}) {
    if (options.nonce !== undefined) this.useNonce(options.nonce);
  }

  push(chunk: Buffer): void {
    this.session.bytes += chunk.length;
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

  /** Says that no more will come, and gives the result. What was open is cut. */
  end(): Session {
    if (this.pendingBytes > 0) this.line(Buffer.concat(this.pending));
    this.pending = [];
    this.block = undefined;
    if (this.facet) this.closeFacet('cut', 0);
    return this.session;
  }

  private useNonce(nonce: string): void {
    this.nonceBytes = Buffer.from(nonce, 'latin1');
  }

  private take(piece: Buffer): void {
    const limit = this.options.maxLine ?? 16 * 1024 * 1024;
    if (this.pendingBytes > limit) {
      this.session.noise.bytes += piece.length;
      return;
    }
    this.pending.push(piece);
    this.pendingBytes += piece.length;
  }

  private line(line: Buffer): void {
    if (this.nonceBytes === undefined) {
      const hello = HELLO.exec(line.subarray(0, 200).toString('latin1'));
      if (hello?.[1] === undefined) return this.addNoise(line);
      this.useNonce(hello[1]);
    }
    const nonce = this.nonceBytes as Buffer;
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
    const noise = this.session.noise;
    noise.bytes += line.length + 1;
    if (noise.sample.length < NOISE_SAMPLE) {
      noise.sample += `${textOf(line.subarray(0, NOISE_SAMPLE - noise.sample.length))}\n`;
    }
  }

  private payload(bytes: Buffer): void {
    if (!this.block) return this.damaged('a payload line outside any frame');
    // The chunk a line came in may be large; a copy keeps only the line alive.
    this.block.lines.push(Buffer.from(bytes));
    this.block.bytes += bytes.length + 1;
  }

  private open(text: string): void {
    const [seqText = '', verb = '', ...args] = text.split(' ');
    const seq = Number(seqText);
    if (!/^[0-9]+$/.test(seqText) || !/^[a-z-]+$/.test(verb)) {
      return this.damaged(`a frame that begins with "${text.slice(0, 60)}"`);
    }
    if (this.block) this.damaged(`frame ${this.block.seq} (${this.block.verb}) has no end`);
    if (seq !== this.seq + 1) this.damaged(`frame ${this.seq} is followed by frame ${seq}`);
    this.seq = seq;
    this.block = { seq, verb, args, lines: [], bytes: 0 };
  }

  private close(text: string): void {
    const block = this.block;
    this.block = undefined;
    const match = /^([0-9]+) ([0-9]+) ([0-9]+) ([01])$/.exec(text);
    if (!block || !match || Number(match[1]) !== block.seq) {
      return this.damaged(`a frame end "${text.slice(0, 60)}" that fits no frame`);
    }
    const [lines, bytes, newline] = [Number(match[2]), Number(match[3]), match[4] === '1'];
    const seen = block.bytes - (newline || block.lines.length === 0 ? 0 : 1);
    if (block.lines.length !== lines || seen !== bytes) {
      return this.damaged(
        `frame ${block.seq} (${block.verb}) says ${lines} lines, ${bytes} bytes and has ${block.lines.length}, ${seen}`,
      );
    }
    this.apply(block, joined(block.lines, newline));
  }

  private damaged(what: string): void {
    if (this.session.damage.length < 20) this.session.damage.push(what);
    if (this.root) this.rootDamaged = true;
    else this.facetDamaged = true;
  }

  private apply(block: Block, payload: Buffer): void {
    const { verb, args } = block;
    switch (verb) {
      case 'hello':
        this.session.agent = wordOf(args, 'agent');
        return;
      case 'bye':
        this.session.complete = this.facet === undefined;
        return;
      case 'facet':
        return this.openFacet(args[0] ?? '');
      case 'end-facet':
        return this.closeFacet(facetEnd(args[0]), Number(wordOf(args, 'cs')) || 0);
    }
    if (!this.facet) return this.damaged(`frame ${block.seq} (${verb}) outside any facet`);
    switch (verb) {
      case 'end':
        this.facet.outcome = outcome(args[0]);
        this.facet.reason = args[1] ?? '';
        this.facet.message = textOf(payload);
        return;
      case 'root':
        return this.openRoot(args, textOf(payload));
      case 'part':
        return this.addPart({ name: args[0] ?? '', bytes: payload });
    }
    if (!this.root) return this.damaged(`frame ${block.seq} (${verb}) outside any root`);
    switch (verb) {
      case 'item':
        this.item = { path: textOf(payload), parts: [] };
        this.root.items.push(this.item);
        return;
      case 'unread':
        this.root.unread.push({ reason: args[0] ?? '', path: textOf(payload) });
        return;
      case 'end-root':
        return this.closeRoot(outcome(args[0]), args[1] ?? '', textOf(payload));
    }
    // A later agent may say more than this server knows; unknown frames lose nothing else.
  }

  private addPart(part: Part): void {
    (this.item?.parts ?? this.root?.parts ?? this.facet?.parts)?.push(part);
  }

  private openFacet(facet: string): void {
    if (this.facet) this.closeFacet('cut', 0);
    this.facetDamaged = false;
    this.facet = {
      facet,
      parts: [],
      outcome: 'failed',
      reason: 'no-answer',
      message: 'the facet ended without saying how it went',
      roots: [],
      ended: 'cut',
      centiseconds: 0,
    };
  }

  private closeFacet(ended: FacetEnd, centiseconds: number): void {
    const facet = this.facet;
    if (!facet) return this.damaged('a facet ends that never began');
    if (this.root) {
      const [reason, message] = CUT_ROOT[ended];
      this.closeRoot('failed', reason, message);
    }
    facet.ended = ended;
    facet.centiseconds = centiseconds;
    if (facet.reason === 'no-answer' && ended !== 'done') {
      [facet.reason, facet.message] = CUT_ROOT[ended];
    }
    if (this.facetDamaged) {
      facet.outcome = 'failed';
      facet.reason = 'damaged';
      facet.message = this.session.damage.at(-1) ?? '';
    }
    this.facet = undefined;
    if (this.options.onFacet) this.options.onFacet(facet);
    else this.session.facets.push(facet);
  }

  private openRoot(args: string[], path: string): void {
    if (this.root) this.closeRoot('failed', 'crashed', 'the next root began before this one ended');
    this.rootDamaged = false;
    this.item = undefined;
    const words = Object.fromEntries(args.slice(1).map((word) => splitWord(word)));
    const { mount = '-', fstype = '-', source = '-', inode = '-', ...rest } = words;
    this.root = {
      kind: args[0] ?? '',
      path,
      mount: { point: mount, fstype, source, inode },
      args: rest,
      outcome: 'failed',
      reason: 'cut',
      message: '',
      parts: [],
      items: [],
      unread: [],
    };
    this.facet?.roots.push(this.root);
  }

  private closeRoot(result: AgentOutcome, reason: string, message: string): void {
    const root = this.root;
    if (!root) return;
    Object.assign(root, { outcome: result, reason, message });
    if (this.rootDamaged) {
      Object.assign(root, {
        outcome: 'failed',
        reason: 'damaged',
        message: this.session.damage.at(-1) ?? '',
      });
    }
    // The item that was open when the line broke may lack parts.
    if (reason === 'cut' || reason === 'timeout' || reason === 'crashed') root.items.pop();
    this.root = undefined;
    this.item = undefined;
  }
}

const CUT_ROOT: Record<FacetEnd, [reason: string, message: string]> = {
  done: ['crashed', 'the facet ended before this root did'],
  timeout: ['timeout', 'the facet was stopped at its time limit'],
  crashed: ['crashed', 'the facet stopped with an error'],
  cut: ['cut', 'the connection ended before the facet did'],
};

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

function splitWord(word: string): [string, string] {
  const at = word.indexOf('=');
  return at === -1 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
}

function wordOf(args: string[], key: string): string {
  return args.map(splitWord).find(([name]) => name === key)?.[1] ?? '';
}

function outcome(word: string | undefined): AgentOutcome {
  return word === 'present' || word === 'absent' ? word : 'failed';
}

function facetEnd(word: string | undefined): FacetEnd {
  return word === 'done' || word === 'timeout' ? word : 'crashed';
}

/** Decodes a whole agent output that is in memory already (a saved file, an import). */
export function decodeFrames(bytes: Buffer, options: DecodeOptions = {}): Session {
  const decoder = new FrameDecoder(options);
  decoder.push(bytes);
  return decoder.end();
}
