import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { connectTimeout, failureOf, place } from '../collect/transports/connectFailure.ts';
import type { Failure } from '../collect/transports/failure.ts';
import type { Target } from '../collect/transports/transport.ts';
import { codeOf, messageOf } from '../errors.ts';

/** Why nobody logs in to nodes of some transports. */
export const agentlessLogin: Record<'push' | 'file', string> = {
  push: 'its nodes send by themselves: nobody logs in to them (docs/push.md)',
  file: 'what is known of it comes from files that somebody imports: nobody logs in',
};

/** Looks an address up and opens a connection there, which is closed again at once. */
export async function reachAddress(target: Target, seconds: number): Promise<{ message: string } | Failure> {
  try {
    const found = await lookup(target.address, { all: true });
    await opened(target, seconds);
    const addresses = [...new Set(found.map(({ address }) => address))];
    const named = addresses.length === 1 && addresses[0] === target.address;
    return {
      message: named ? `${place(target)} answers` : `${place(target)} is ${addresses.join(', ')} and answers`,
    };
  } catch (error) {
    if (error instanceof TooLate) return connectTimeout('connect', seconds, target);
    return failureOf({ message: messageOf(error), code: codeOf(error), level: undefined }, 'connect', target);
  }
}

class TooLate extends Error {}

function opened({ address: host, port }: Target, seconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const end = (error?: Error) => {
      socket.destroy();
      if (error) reject(error);
      else resolve();
    };
    socket.setTimeout(seconds * 1000, () => end(new TooLate()));
    socket.once('connect', () => end()).once('error', end);
  });
}
