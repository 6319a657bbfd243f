import { FacetBuilder } from './assemble.ts';
import type { Busy, FacetEvidence, Question } from './evidence.ts';
import { FrameLines, type Noise } from './lines.ts';

export interface Session {
  /** The agent's bundle version, as it said itself; '' before it said hello. */
  agent: string;
  /** True when the agent's last frame arrived: nothing is missing. */
  complete: boolean;
  busy: Busy | undefined;
  /** Settings that an installed agent refused, and why. */
  refused: { setting: string; why: string }[];
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
  /** Called when the agent waits for an answer. */
  onQuestion?: (question: Question) => void;
  /** A longer line is noise, however it begins. Default 16 MiB. */
  maxLine?: number;
}

const LONGEST_LINE = 16 * 1024 * 1024;

/** Reads the frames of one agent run from a byte stream, in any chunking. */
export class FrameDecoder {
  private readonly facets: FacetEvidence[] = [];
  private readonly builder: FacetBuilder;
  private readonly lines: FrameLines;
  private bytes = 0;

  constructor(options: DecodeOptions = {}) {
    this.builder = new FacetBuilder(
      options.onFacet ?? ((facet) => this.facets.push(facet)),
      options.onQuestion,
    );
    this.lines = new FrameLines({
      ...(options.nonce === undefined ? {} : { nonce: options.nonce }),
      maxLine: options.maxLine ?? LONGEST_LINE,
      onBlock: (block) => this.builder.take(block),
      onDamage: (what) => this.builder.damaged(what),
    });
  }

  push(chunk: Buffer): void {
    this.bytes += chunk.length;
    this.lines.push(chunk);
  }

  /** Says that no more will come, and gives the result. What was open is cut. */
  end(): Session {
    this.lines.end();
    this.builder.end();
    const { agent, complete, damage, busy, refused } = this.builder;
    const { facets, bytes } = this;
    return { agent, complete, busy, refused, facets, noise: this.lines.noise, damage, bytes };
  }
}

/** Decodes a whole agent output that is in memory already (a saved file, an import). */
export function decodeFrames(bytes: Buffer, options: DecodeOptions = {}): Session {
  const decoder = new FrameDecoder(options);
  decoder.push(bytes);
  return decoder.end();
}
