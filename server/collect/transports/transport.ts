import type { JobSettings } from '../../inventory/jobSettings.ts';
import type { ReasonCode } from '../reasons.ts';

/** How to reach one node: what sites.yaml says of it, settings of the cluster and site folded in. */
export interface Target {
  /** `site/cluster/node`, for messages. */
  name: string;
  transport: 'ssh' | 'openssh' | 'local' | 'job' | 'push' | 'file';
  address: string;
  port: number;
  user: string;
  /** Paths of private keys; read at connect, never stored. */
  identityFiles: string[];
  /** Socket of an ssh agent; '' for none. */
  agentSocket: string;
  /** Of the agent's keys only those that the key files name. */
  agentOnly?: true;
  /** Program and arguments that tell the passphrase of a key file. */
  passphraseCommand?: string[];
  /** known_hosts files that are asked, in order; accepted keys are added to the first. */
  knownHosts: string[];
  /** For the transport openssh. */
  openssh?: OpensshSettings;
  /** The name that the host key is known by, instead of address and port. */
  hostKeyAlias?: string;
  /** Seconds from connect to login, where the ssh configuration says them; they come before the limits. */
  connectSeconds?: number;
  /** Jump hosts on the way, the first one to connect to first. */
  jumps?: Target[];
  /** The most nodes that are visited at once through the last of them. */
  jumpNodes?: number;
  /** This is one of the jump hosts on the way to the node of that name. */
  isJumpHost?: true;
  /** Why there is no way to it: jump hosts in a circle and the like. */
  misrouted?: { reason: ReasonCode; message: string; hint: string };
  /** Lines of the ssh configuration that could not be read. */
  configProblems?: string[];
  /** What of it was passed over for this node. */
  configNotes?: string[];
  /** Root folder to read instead of / (recorded and provisioned nodes). */
  root: string;
  /** The agent lies on the node, and the key opens nothing else. */
  installed?: true;
  /** Runs instead of a shell, with the script as its standard input. */
  command?: string;
  /** How a job is started, and on which node; for the transport job. */
  job?: JobSettings;
  via?: Target;
  /** Folders where the programs of the batch system may lie. */
  searchPath?: string[];
}

/** What the sites file says of a node to the system's ssh, and nothing that it would know by itself. */
export interface OpensshSettings {
  /** '' where the file says nothing, and 0 for the port. */
  user: string;
  port: number;
  identityFiles: string[];
  /** An ssh configuration file to read instead of the usual ones; false for none. */
  config?: string | false;
  /** Jump hosts, where the file says them; [] for none. */
  jump?: string[];
  /** '' where the file says nothing, `none`, or the path of a socket. */
  agent: string;
  /** known_hosts files; a key that somebody accepts at a login is added to the first. */
  knownHosts: string[];
  /** Where the socket of an open login lies, as ssh_config(5) writes ControlPath. */
  controlPath: string;
  /** The same as a plain path, where it is Gazetteer's own. */
  controlSocket?: string;
}

export interface Limits {
  /** Seconds from connect to login. */
  connectSeconds: number;
  /** Seconds for the whole visit. */
  visitSeconds: number;
  /** The most an agent may print, in bytes. */
  maxBytes: number;
}

/** How the session itself went; what arrived inside it is the decoder's business. */
export interface Delivery {
  /** null: the session was opened, the agent ran and its channel closed. */
  failure: { reason: ReasonCode; message: string; hint: string } | null;
  /** Exit code of the agent's shell; null when none was told. */
  exitCode: number | null;
  /** The end of standard error, 2,000 characters at most. */
  stderr: string;
}

/** Is given, once the script was sent, how to say a line to it. */
export type Talk = (say: (line: string) => void) => void;

/** Transports through which one can talk to the agent while it runs. */
export const TALKING: ReadonlySet<Target['transport']> = new Set(['ssh', 'openssh', 'local']);

/** Milliseconds after which an agent that has not spoken is taken for a program that waits for the end of its input. */
export function silenceOf({ visitSeconds }: Limits): number {
  return Math.min(20, visitSeconds / 3) * 1000;
}

/**
 * Runs the script on the target, handing over standard output as it comes. With `talk`, standard input stays open until
 * the session ends. Never rejects.
 */
export type Transport = (
  target: Target,
  script: string,
  limits: Limits,
  onData: (chunk: Buffer) => void,
  signal: AbortSignal,
  talk?: Talk,
) => Promise<Delivery>;
