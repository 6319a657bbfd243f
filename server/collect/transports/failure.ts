import type { ReasonCode } from '../reasons.ts';
import type { Delivery } from './transport.ts';

export type Failure = NonNullable<Delivery['failure']>;

export function failure(reason: ReasonCode, message: string, hint: string): Failure {
  return { reason, message, hint };
}

/** The session ended and the agent never spoke. */
export function agentMissing(exitCode: number | null, seen: string): Failure {
  const refusal = refused(seen);
  if (refusal) return refusal;
  const how = exitCode === null ? 'ended' : `ended with exit code ${exitCode}`;
  const last = seen.trim().split('\n').at(-1)?.trim().slice(0, 200) ?? '';
  return failure(
    'agent-missing',
    `the login shell ${how} before the agent said anything${last ? `; the last it printed was "${last}"` : ''}`,
    'Log in by hand as this user and run "exec /bin/sh -s": a profile that exits, a shell such as nologin ' +
      'or a forced command that is no agent stands in the way.',
  );
}

/** A line that an installed agent says instead of its frames (agents/forced.sh). */
const REFUSED = /^gazetteer-refused ([a-z]{1,20}): (.{1,300})$/m;

const REFUSED_HINTS: Record<string, string> = {
  command: 'Say agent: installed for this node in the sites file, and run: gazetteer apply',
  settings:
    'It may be older than this service: install what "gazetteer agent print --installed" prints on the node.',
  policy: 'Allow it in the line of the key on the node (docs/forced-command.md), or do not ask for it.',
};

function refused(seen: string): Failure | undefined {
  const [, word = '', text = ''] = REFUSED.exec(seen) ?? [];
  if (word === '') return undefined;
  const hint = REFUSED_HINTS[word] ?? 'See docs/forced-command.md.';
  return failure('agent-refused', `the agent that is installed there refused it: ${text}`, hint);
}
