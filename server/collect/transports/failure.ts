import type { ReasonCode } from '../reasons.ts';
import type { Delivery } from './transport.ts';

export type Failure = NonNullable<Delivery['failure']>;

export function failure(reason: ReasonCode, message: string, hint: string): Failure {
  return { reason, message, hint };
}

/** The session ended and the agent never spoke. */
export function agentMissing(exitCode: number | null, seen: string): Failure {
  const how = exitCode === null ? 'ended' : `ended with exit code ${exitCode}`;
  const last = seen.trim().split('\n').at(-1)?.trim().slice(0, 200) ?? '';
  return failure(
    'agent-missing',
    `the login shell ${how} before the agent said anything${last ? `; the last it printed was "${last}"` : ''}`,
    'Log in by hand as this user and run "exec /bin/sh -s": a profile that exits, a shell such as nologin ' +
      'or a forced command that is no agent stands in the way.',
  );
}
