import { randomBytes } from 'node:crypto';
import type { AgentSettings } from '../agent/bundle.ts';
import { agentRun } from '../agent/run.ts';
import type { FacetReading } from '../facets/facet.ts';
import { type FacetName, facetNames, isFacetName } from '../facets/names.ts';
import { FrameDecoder } from '../frames/decode.ts';
import type { Question } from '../frames/evidence.ts';
import { windowAt } from '../inventory/windows.ts';
import { busySkipped } from './busySkipped.ts';
import { deliver } from './deliver.ts';
import type { Answer, Election } from './election.ts';
import { readFacet } from './readings.ts';
import type { ReasonCode } from './reasons.ts';
import { settingsRefused } from './settingsRefused.ts';
import { type Limits, TALKING, type Target } from './transports/transport.ts';
import { visitFailure } from './visitFailure.ts';

/** One node as a sweep visits it. */
export interface VisitTarget {
  nodeId: number;
  clusterId: number;
  target: Target;
  agent: AgentSettings;
  limits: Limits;
  /** Hours until a root that nothing shows to be unchanged is read again; 0 for at every visit. */
  walkHours?: number;
  /** Why it is not visited, where the batch system says so. */
  notExpected?: { reason: ReasonCode; message: string };
  /** Times in which its cluster is left alone: one may begin while a sweep goes on. */
  maintenance?: { windows: readonly string[]; timezone: string };
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

/** Questions of one node that wait for their answer; more are passed over. */
const MOST_WAITING = 16;

/** What a node that runs jobs is asked for at most, as the agent has it (gz_session in agents/prelude/running.sh). */
const CHEAP: ReadonlySet<FacetName> = new Set(['hardware', 'os', 'kernel', 'gpus', 'runtimes', 'scheduler']);

/** Visits one node: runs the agent there and parses what arrives, facet by facet. Never rejects. */
export async function visitNode(
  node: VisitTarget,
  signal: AbortSignal,
  {
    election,
    onData = () => {},
    onReading = () => {},
  }: {
    election?: Election;
    onData?: (chunk: Buffer) => void;
    /** Each facet as it was read. */
    onReading?: (facet: FacetName, reading: FacetReading) => void;
  } = {},
): Promise<NodeVisit> {
  const startedAt = new Date();
  const why = node.notExpected ?? closedAt(node.maintenance, startedAt);
  if (why) return notVisited(why, startedAt);
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
      const reading = readFacet(evidence.facet, evidence);
      const corrected = election?.corrected(node.nodeId, evidence.facet, reading) ?? reading;
      readings.push({ facet: evidence.facet, reading: corrected });
      onReading(evidence.facet, corrected);
    },
    onQuestion: (question) => answer(question),
  });
  const talks = election !== undefined && TALKING.has(node.target.transport);
  let say: (line: string) => void = () => {};
  let waiting = 0;
  let turn: Promise<unknown> = Promise.resolve();
  const answer = (question: Question) => {
    // An agent waits for each answer; who asks on and on does not, and keeps others of the sweep from the database.
    if (!talks || waiting >= MOST_WAITING) return;
    waiting += 1;
    turn = turn
      .then(() => election.answer(node, question))
      .catch((): Answer => 'walk')
      .then((word) => {
        waiting -= 1;
        say(`${question.id} ${word}`);
      });
  };
  const settings = { ...node.agent, nonce, ...(talks ? { ask: true } : {}) };
  const { target, script } = agentRun(node.target, settings);
  const delivery = await deliver(
    target,
    script,
    node.limits,
    (chunk) => {
      decoder.push(chunk);
      onData(chunk);
    },
    signal,
    talks
      ? (speaker) => {
          say = speaker;
        }
      : undefined,
  );
  const session = decoder.end();
  const told = {
    startedAt,
    milliseconds: performance.now() - began,
    bytes: session.bytes,
    agent: session.agent,
  };
  const skipped = busySkipped(session);
  if (skipped) return { ...told, asked: [], readings: [], failure: skipped, notExpected: true };
  return {
    ...told,
    asked: session.busy ? asked.filter((facet) => CHEAP.has(facet)) : asked,
    // Without a hello nobody knows whose words these are.
    readings: session.agent === '' ? [] : readings,
    failure: visitFailure(session, delivery) ?? settingsRefused(session),
  };
}

/** Why a cluster is left alone at a time; undefined where it is not. */
export function closedAt(
  maintenance: VisitTarget['maintenance'],
  at: Date,
): { reason: ReasonCode; message: string } | undefined {
  const window = maintenance && windowAt(maintenance.windows, maintenance.timezone, at);
  return window === undefined ? undefined : { reason: 'maintenance', message: `it is closed ${window}` };
}

/** Nobody was asked anything, so nothing is missing and nothing ends. */
function notVisited(why: { reason: ReasonCode; message: string }, startedAt: Date): NodeVisit {
  const nothing = { milliseconds: 0, bytes: 0, agent: '', asked: [], readings: [] };
  return { startedAt, ...nothing, failure: { ...why, hint: '' }, notExpected: true };
}
