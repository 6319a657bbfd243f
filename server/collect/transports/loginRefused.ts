import { place } from './connectFailure.ts';
import { type Failure, failure } from './failure.ts';
import type { Identities } from './identities.ts';
import type { Target } from './transport.ts';

export interface Refusal {
  target: Target;
  identities: Identities;
  /** The ways to log in that the server would still take. */
  left: string[];
  /** A key was accepted, and the server wants more. */
  partial: boolean;
  /** What went wrong on our side: an agent that is gone, a key that cannot sign. */
  troubles: string[];
}

/** Every way to log in was tried and the server took none. */
export function loginRefused({ target, identities, left, partial, troubles }: Refusal): Failure {
  const where = `${target.user}@${place(target)}`;
  const others = left.join(', ') || 'nothing';
  if (partial) {
    return failure(
      'login-refused',
      `${where} accepted the key and asks for more: ${others}`,
      'This site wants a second factor. Ask for an account or a key that may log in without one.',
    );
  }
  const onlyAgent = identities.methods.every(({ type }) => type === 'agent');
  if (onlyAgent && troubles.length > 0) {
    return failure(
      'key-unusable',
      `the agent at ${target.agentSocket} could not be used: ${troubles.join('; ')}`,
      'Start the agent, load the key (ssh-add) and see it with ssh-add -l, as the account that runs gazetteer.',
    );
  }
  const also = [...identities.unusable.map(({ message }) => message), ...troubles];
  return failure(
    'login-refused',
    [`${where} accepted none of: ${identities.tried.join(', ')}`, `it would take ${others}`, ...also].join(
      '; ',
    ),
    `Check ssh.user, and add the public key to ~${target.user}/.ssh/authorized_keys ${target.isJumpHost ? 'there' : 'on the node'}.`,
  );
}
