import { type NodeVisit, type VisitTarget, visitNode } from '../collect/visitNode.ts';
import type { ConnectionStep } from '../routes/schemas/sites.ts';
import { agentlessLogin, reachAddress } from './address.ts';
import { hostKeyOf, waysTo } from './hostKey.ts';
import { Teller } from './teller.ts';

/** How long the node has to answer each step before the login. */
const STEP_SECONDS = 15;

/**
 * Goes the way of a visit step by step and tells each as it comes: address, host keys of jump hosts and node, login, agent,
 * facets. It is what a sweep does, but for the store: nothing is kept, and no key is accepted.
 */
export async function testConnection(
  visit: VisitTarget,
  tell: (step: ConnectionStep) => void,
  signal: AbortSignal,
): Promise<void> {
  const teller = new Teller(tell);
  const ended = await stepsTo(visit, teller, signal);
  if (ended) await visited(visit, teller, signal);
  teller.end();
}

/** Whether the way to the login is free. */
async function stepsTo({ target }: VisitTarget, teller: Teller, signal: AbortSignal): Promise<boolean> {
  const { transport, misrouted } = target;
  if (transport === 'push' || transport === 'file' || transport === 'job') {
    teller.passed('address', agentlessLogin[transport]);
    return false;
  }
  if (transport !== 'ssh') {
    const by = transport === 'local' ? 'it is this machine' : 'the ssh program of this machine finds the way';
    teller.passed('address', by);
    teller.passed(
      'hostKey',
      transport === 'local' ? 'nobody logs in' : 'the ssh program of this machine checks it',
    );
    return true;
  }
  if (misrouted) return teller.failed('address', misrouted);
  const seconds = target.connectSeconds ?? STEP_SECONDS;
  for (const { step, hop } of waysTo(target)) {
    if (signal.aborted) return false;
    // Only what is reached without a jump host has an address that this machine can look up.
    if ((hop.jumps ?? []).length === 0) {
      teller.running('address');
      const reached = await reachAddress(hop, seconds);
      if ('reason' in reached) return teller.failed('address', reached);
      teller.done('address', reached.message);
    }
    teller.running(step);
    const key = await hostKeyOf(hop, seconds);
    if ('reason' in key) return teller.failed(step, key);
    if (!teller.hostKey(step, key)) return false;
  }
  return true;
}

/** Reasons that say that nobody was logged in. */
const BEFORE_LOGIN = new Set([
  'address-unknown',
  'connect-refused',
  'connect-timeout',
  'unreachable',
  'host-key-unknown',
  'host-key-changed',
  'login-refused',
  'needs-login',
  'ssh-failed',
  'key-unusable',
  'jump-failed',
  'protocol-error',
]);

async function visited(visit: VisitTarget, teller: Teller, signal: AbortSignal): Promise<void> {
  const login =
    visit.target.transport === 'local' ? 'no login is needed' : `logged in as ${visit.target.user}`;
  let heard = false;
  teller.running('login');
  const hear = () => {
    if (heard) return;
    heard = true;
    teller.done('login', login);
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
  if (failure && !heard && BEFORE_LOGIN.has(failure.reason)) return void teller.failed('login', failure);
  hear();
  if (failure) return void teller.failed('agent', failure);
  teller.done('agent', answered(outcome));
}

function answered({ agent, bytes, milliseconds, readings, asked }: NodeVisit): string {
  const took = (milliseconds / 1000).toFixed(1);
  return `agent ${agent} answered ${readings.length} of ${asked.length} facets: ${bytes} bytes in ${took} s`;
}
