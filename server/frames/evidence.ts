/** What an agent said, as the frames carry it: raw, not yet parsed. See docs/agent-protocol.md. */

/** One named piece of raw text: a file's content or a program's output, byte for byte. */
export interface Part {
  name: string;
  bytes: Buffer;
}

/** What was read of one entry of a root: one environment, one image, one module tree. */
export interface EvidenceItem {
  /** Relative to the root; the root itself is ''. */
  path: string;
  parts: Part[];
}

/** The file system a root lies on, as /proc/self/mountinfo and stat tell it; '-' is not known. */
export interface Mount {
  point: string;
  fstype: string;
  source: string;
  inode: string;
}

/** What the agent itself can say of a root or of a facet. `absent` and `failed` carry a reason. */
export type AgentOutcome = 'present' | 'absent' | 'failed';

/** `elsewhere`: it is there, and the agent was told that it need not be read on this node. */
export type RootOutcome = AgentOutcome | 'elsewhere';

export interface Unread {
  reason: string;
  /** Relative to the root. */
  path: string;
}

export interface EvidenceRoot {
  kind: string;
  path: string;
  mount: Mount;
  /** Further `key=value` words of the root's marker. */
  args: Record<string, string>;
  outcome: RootOutcome;
  reason: string;
  message: string;
  parts: Part[];
  items: EvidenceItem[];
  unread: Unread[];
}

/** Why less was read than was asked for: jobs run on the node. */
export interface Busy {
  mode: 'skip' | 'cheap';
  /** A program by which they run. */
  by: string;
}

/** What the agent waits to be told: whether it is to read these roots. */
export interface Question {
  /** To be said in front of the answer. */
  id: string;
  /** Version of the agent that asks. */
  agent: string;
  /** Names of the settings that it refused, in order. */
  refused: string[];
  facet: string;
  /** Node-level parts of the facet that came before it. */
  parts: Part[];
  roots: { kind: string; path: string; mount: Mount; change: string; proof: string }[];
}

/** How the facet's own shell ended: `cut` when its end never arrived. */
export type FacetEnd = 'done' | 'timeout' | 'crashed' | 'cut';

export interface FacetEvidence {
  facet: string;
  /** Node-level parts: those outside any root. */
  parts: Part[];
  outcome: AgentOutcome;
  reason: string;
  message: string;
  roots: EvidenceRoot[];
  ended: FacetEnd;
  /** Hundredths of a second. */
  centiseconds: number;
}

/** The first part called `name`, or undefined. */
export function partOf(parts: Part[], name: string): Buffer | undefined {
  return parts.find((part) => part.name === name)?.bytes;
}
