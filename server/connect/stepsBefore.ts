import type { Target } from '../collect/transports/transport.ts';
import { agentlessLogin, reachAddress } from './address.ts';
import { hostKeyOf, waysTo } from './hostKey.ts';
import type { Teller } from './teller.ts';

/** How long a host has to answer each step before the login. */
const STEP_SECONDS = 15;

/** Address and host keys on the way to a login; gives whether it is free. */
export async function stepsBefore(target: Target, teller: Teller, signal: AbortSignal): Promise<boolean> {
  const { transport, misrouted } = target;
  if (transport === 'push' || transport === 'file') {
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

export const isBeforeLogin = (reason: string): boolean => BEFORE_LOGIN.has(reason);

export const loginText = ({ transport, user }: Target): string =>
  transport === 'local' ? 'no login is needed' : `logged in as ${user}`;
