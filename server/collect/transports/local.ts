import { spawn } from 'node:child_process';
import { childSession, signalGroup } from './childSession.ts';
import { type Failure, failure } from './failure.ts';
import type { Transport } from './transport.ts';

/** Runs the agent on this machine. */
export const localTransport: Transport = ({ command }, ...rest) =>
  childSession(
    {
      start: () =>
        spawn('/bin/sh', command === undefined ? ['-s'] : ['-c', command], { detached: true, stdio: 'pipe' }),
      end: ({ pid }) => signalGroup(pid, 'SIGKILL'),
      notStarted: ({ message }) => noShell(message),
      silent: (why) => why,
    },
    ...rest,
  );

function noShell(message: string): Failure {
  return failure(
    'session-refused',
    `/bin/sh could not be started here: ${message}`,
    'Check the limits of processes and memory of the account that runs gazetteer.',
  );
}
