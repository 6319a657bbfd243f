import { randomBytes } from 'node:crypto';
import { type AgentSettings, agentBundle, settingsLines } from '../agent/bundle.ts';
import type { FacetReading } from '../facets/facet.ts';
import { type FacetName, facetNames, isFacetName } from '../facets/names.ts';
import { FrameDecoder } from '../frames/decode.ts';
import { deliver } from './deliver.ts';
import { readFacet } from './readings.ts';
import type { ReasonCode } from './reasons.ts';
import type { Limits, Target } from './transports/transport.ts';
import { visitFailure } from './visitFailure.ts';

/** One node as a sweep visits it. */
export interface VisitTarget {
  nodeId: number;
  clusterId: number;
  target: Target;
  agent: AgentSettings;
  limits: Limits;
  /** Why it is not visited, where the batch system says so. */
  notExpected?: { reason: ReasonCode; message: string };
}

export interface NodeVisit {
  startedAt: Date;
  milliseconds: number;
  bytes: number;
  agent: string;
  asked: readonly FacetName[];
  readings: { facet: FacetName; reading: FacetReading }[];
  failure: { reason: ReasonCode; message: string; hint: string } | null;
  /** Not visited on purpose; `failure` says why. */
  notExpected?: true;
}

/** Visits one node: runs the agent there and parses what arrives, facet by facet. Never rejects. */
export async function visitNode(
  node: VisitTarget,
  signal: AbortSignal,
  onData: (chunk: Buffer) => void = () => {},
): Promise<NodeVisit> {
  const startedAt = new Date();
  if (node.notExpected) return notVisited(node.notExpected, startedAt);
  const began = performance.now();
  const nonce = randomBytes(8).toString('hex');
  const readings: NodeVisit['readings'] = [];
  const asked = node.agent.facets?.filter(isFacetName) ?? facetNames;
  const decoder = new FrameDecoder({
    nonce,
    onFacet: (evidence) => {
      if (!isFacetName(evidence.facet)) return;
      // A facet said twice: the first one counts.
      if (readings.some((one) => one.facet === evidence.facet)) return;
      readings.push({ facet: evidence.facet, reading: readFacet(evidence.facet, evidence) });
    },
  });
  const script = settingsLines({ ...node.agent, nonce, root: node.target.root }) + agentBundle().text;
  const delivery = await deliver(
    node.target,
    script,
    node.limits,
    (chunk) => {
      decoder.push(chunk);
      onData(chunk);
    },
    signal,
  );
  const session = decoder.end();
  return {
    startedAt,
    milliseconds: performance.now() - began,
    bytes: session.bytes,
    agent: session.agent,
    asked,
    // Without a hello nobody knows whose words these are.
    readings: session.agent === '' ? [] : readings,
    failure: visitFailure(session, delivery),
  };
}

/** Nobody was asked anything, so nothing is missing and nothing ends. */
function notVisited(why: { reason: ReasonCode; message: string }, startedAt: Date): NodeVisit {
  const nothing = { milliseconds: 0, bytes: 0, agent: '', asked: [], readings: [] };
  return { startedAt, ...nothing, failure: { ...why, hint: '' }, notExpected: true };
}
