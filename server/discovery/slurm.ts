import { randomBytes } from 'node:crypto';
import { agentRun } from '../agent/run.ts';
import { deliver } from '../collect/deliver.ts';
import { visitFailure } from '../collect/visitFailure.ts';
import type { VisitTarget } from '../collect/visitNode.ts';
import { partText } from '../facets/reading.ts';
import { Listing } from '../facets/scheduler/listing.ts';
import { readShowNode } from '../facets/scheduler/showNode.ts';
import { FrameDecoder } from '../frames/decode.ts';
import type { FacetEvidence } from '../frames/evidence.ts';
import { partOf } from '../frames/evidence.ts';
import { canonicalJson, sha256 } from '../store/canonical.ts';
import { expectation, type NodeState } from './states.ts';

export interface SlurmNode extends NodeState {
  partitions: string[];
}

/** The nodes as Slurm tells them, or why it does not. `problems` are rows that could not be read. */
export type SlurmAnswer =
  | { ok: true; nodes: Map<string, SlurmNode>; problems: string[] }
  | { ok: false; reason: string; message: string; hint: string };

/** Asks the batch system through a node, with the agent and over the transport of that node. */
export async function askSlurm(through: VisitTarget, signal: AbortSignal): Promise<SlurmAnswer> {
  const nonce = randomBytes(8).toString('hex');
  const found: FacetEvidence[] = [];
  const decoder = new FrameDecoder({ nonce, onFacet: (evidence) => found.push(evidence) });
  const { roots, limit } = through.agent;
  const settings = {
    ...(roots ? { roots } : {}),
    ...(limit === undefined ? {} : { limit }),
    facets: ['scheduler'],
    nonce,
  };
  const { target, script } = agentRun(through.target, settings);
  const delivery = await deliver(target, script, through.limits, (chunk) => decoder.push(chunk), signal);
  const session = decoder.end();
  const failure = visitFailure(session, delivery);
  if (failure) return { ok: false, ...failure };
  const evidence = found.find(({ facet }) => facet === 'scheduler');
  return evidence ? answerOf(evidence) : refused('not-seen', 'the agent said nothing of the batch system');
}

export function answerOf(evidence: FacetEvidence): SlurmAnswer {
  if (evidence.outcome !== 'present') return refused(evidence.reason, evidence.message);
  const manager = partText(evidence.parts, 'manager').trim();
  if (manager !== 'slurm') return refused('no-program', `the batch system there is ${manager}, not Slurm`);
  if (partOf(evidence.parts, 'nodes-failed')) return refused('error', 'scontrol show node failed');
  const listing = new Listing('slurm');
  readShowNode(partText(evidence.parts, 'nodes'), listing, 'nodes');
  const nodes = new Map<string, SlurmNode>();
  for (const [name, told] of listing.nodes) {
    const { state, reason = '', by = '', partitions = [], ...facts } = told;
    if (state)
      nodes.set(name, { ...expectation(state), reason, by, partitions, hardware: hardwareOf(facts) });
  }
  if (nodes.size === 0) return refused('unreadable', 'Slurm names no node that could be read');
  return { ok: true, nodes, problems: listing.problems.map(({ message }) => message) };
}

function refused(reason: string, message: string): SlurmAnswer {
  return { ok: false, reason, message, hint: '' };
}

/** Processors, memory, devices, features and architecture; not the versions of programs. */
function hardwareOf(facts: Record<string, unknown>): string {
  const { cpus, sockets, cores, threads, memory, gres, features, arch } = facts;
  const alike = { cpus, sockets, cores, threads, memory, gres, features, arch };
  return sha256(canonicalJson(JSON.parse(JSON.stringify(alike))))
    .toString('hex')
    .slice(0, 12);
}
