import { type NodeVisit, type VisitTarget, visitNode } from '../collect/visitNode.ts';
import type { ConnectionStep } from '../routes/schemas/sites.ts';
import { jobSteps } from './jobSteps.ts';
import { isBeforeLogin, loginText, stepsBefore } from './stepsBefore.ts';
import { Teller } from './teller.ts';

/**
 * Goes the way of a visit step by step and tells each as it comes: address, host keys of jump hosts and node, login, job where the
 * batch system starts the agent, agent, facets. It is what a sweep does, but for the store: nothing is kept, and no key is accepted.
 */
export async function testConnection(
  visit: VisitTarget,
  tell: (step: ConnectionStep) => void,
  signal: AbortSignal,
): Promise<void> {
  const teller = new Teller(tell);
  const inJob = visit.target.transport === 'job';
  const free = inJob
    ? await jobSteps(visit, teller, signal)
    : await stepsBefore(visit.target, teller, signal);
  if (free) await visited(visit, teller, signal, inJob ? 'job' : 'login');
  teller.end();
}

/** The visit itself, which begins with a login or, where somebody is logged in already, with a job. */
async function visited(
  visit: VisitTarget,
  teller: Teller,
  signal: AbortSignal,
  first: 'login' | 'job',
): Promise<void> {
  const { target } = visit;
  let heard = false;
  teller.running(first);
  const hear = () => {
    if (heard) return;
    heard = true;
    teller.done(first, first === 'login' ? loginText(target) : `${target.job?.start} started it on the node`);
    teller.running('agent');
  };
  const outcome = await visitNode(visit, signal, {
    onData: hear,
    onReading: (facet, reading) => {
      hear();
      teller.facet(facet, reading);
    },
  });
  const { failure } = outcome;
  const early = first === 'job' || (failure !== null && isBeforeLogin(failure.reason));
  if (failure && !heard && early) return void teller.failed(first, failure);
  hear();
  if (failure) return void teller.failed('agent', failure);
  teller.done('agent', answered(outcome));
}

function answered({ agent, bytes, milliseconds, readings, asked }: NodeVisit): string {
  const took = (milliseconds / 1000).toFixed(1);
  return `agent ${agent} answered ${readings.length} of ${asked.length} facets: ${bytes} bytes in ${took} s`;
}
