import { randomBytes } from 'node:crypto';
import { type AgentSettings, agentBundle, settingsLines } from '../agent/bundle.ts';
import type { FacetReading } from '../facets/facet.ts';
import { type FacetName, facetNames, isFacetName } from '../facets/names.ts';
import { FrameDecoder, type Session } from '../frames/decode.ts';
import { readFacet } from './readings.ts';
import type { ReasonCode } from './reasons.ts';
import { roughly } from './roughly.ts';
import { localTransport } from './transports/local.ts';
import { sshTransport } from './transports/ssh.ts';
import type { Delivery, Limits, Target, Transport } from './transports/transport.ts';

/** One node as a sweep visits it. */
export interface VisitTarget {
  nodeId: number;
  clusterId: number;
  target: Target;
  agent: AgentSettings;
  limits: Limits;
}

export interface NodeVisit {
  startedAt: Date;
  milliseconds: number;
  bytes: number;
  agent: string;
  asked: readonly FacetName[];
  readings: { facet: FacetName; reading: FacetReading }[];
  failure: { reason: ReasonCode; message: string; hint: string } | null;
}

const TRANSPORTS: Record<Target['transport'], Transport> = { ssh: sshTransport, local: localTransport };

/** Visits one node: runs the agent there and parses what arrives, facet by facet. Never rejects. */
export async function visitNode(
  node: VisitTarget,
  signal: AbortSignal,
  onData: (chunk: Buffer) => void = () => {},
): Promise<NodeVisit> {
  const startedAt = new Date();
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
  const delivery = await TRANSPORTS[node.target.transport](
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

/** Why a session is not whole; null when it is. */
export function visitFailure(session: Session, delivery: Delivery): NodeVisit['failure'] {
  if (delivery.failure || session.complete) return delivery.failure;
  const noise = roughly(session.noise.bytes) + (session.noise.bytes > 0 ? ' that are no frames' : '');
  const code = delivery.exitCode === null ? 'no exit code' : `exit code ${delivery.exitCode}`;
  const said = firstLine(delivery.stderr) || firstLine(session.noise.sample);
  const detail = said === '' ? '' : `: ${said}`;
  if (session.agent === '') {
    return {
      reason: 'agent-missing',
      message: `the shell ended with ${code} after ${noise}${detail}`,
      hint: "Look at that account's shell start-up files, and at ForceCommand in sshd_config",
    };
  }
  return {
    reason: 'connection-lost',
    message: `the agent's output ends in the middle, with ${code}${detail}`,
    hint: 'What arrived whole was kept; collect again',
  };
}

function firstLine(text: string): string {
  return (
    text
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim()
      .slice(0, 200) ?? ''
  );
}
