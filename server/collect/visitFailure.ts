import type { Session } from '../frames/decode.ts';
import { roughly } from './roughly.ts';
import type { Failure } from './transports/failure.ts';
import type { Delivery } from './transports/transport.ts';

/** Why a session is not whole; null when it is. */
export function visitFailure(session: Session, delivery: Delivery): Failure | null {
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
