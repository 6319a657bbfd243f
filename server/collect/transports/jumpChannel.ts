import type { Duplex } from 'node:stream';
import type { ReasonCode } from '../reasons.ts';
import { connectTimeout, place } from './connectFailure.ts';
import { type Failure, failure } from './failure.ts';
import { type JumpConnection, onTheWay } from './jumpConnection.ts';
import { cancelled } from './limits.ts';
import type { Target } from './transport.ts';

/** A channel from a jump host to a target (direct-tcpip, RFC 4254, 7.2). */
export function openChannel(
  connection: JumpConnection,
  target: Target,
  connectSeconds: number,
  signal: AbortSignal,
): Promise<Duplex | Failure> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    let over = false;
    const end = (result: Duplex | Failure) => {
      if (over) return 'reason' in result || result.destroy();
      over = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      resolve(result);
    };
    const onAbort = () => end(cancelled());
    signal.addEventListener('abort', onAbort, { once: true });
    connection.client.then((client) => {
      if (over) return;
      if ('reason' in client) return end(client);
      if (connection.failure) return end(connection.failure);
      const { host } = connection;
      timer = setTimeout(() => end(connectTimeout('connect', connectSeconds, target)), connectSeconds * 1000);
      try {
        client.forwardOut('127.0.0.1', 0, target.address, target.port, (error, channel) => {
          if (!error) return end(channel);
          end(connection.failure ?? forwardRefused(error, target, host));
        });
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        end(
          connection.failure ?? onTheWay(host, failure('connection-lost', `${place(host)}: ${message}`, '')),
        );
      }
    });
  });
}

const bySaying: [RegExp, ReasonCode, string][] = [
  [/refused/i, 'connect-refused', 'Check that sshd runs there and that ssh.port is right.'],
  [/timed out/i, 'connect-timeout', 'Check that the node is up and that no firewall drops the connection.'],
  [
    /not known|name resolution|no address|resolve/i,
    'address-unknown',
    'The jump host looks the name up: give an address that it knows under ssh.addresses in the sites file.',
  ],
  [
    /route|unreachable|host is down/i,
    'unreachable',
    'Check the route from the jump host to the node, and that it is up.',
  ],
];

/** What sshd says when it opens no channel (RFC 4254, 5.1), in the words of the jump host. */
function forwardRefused(error: Error, target: Target, host: Target): Failure {
  const said = error.message.replace(/^\(SSH\) Channel open failure: /, '').slice(0, 200);
  // SSH_OPEN_CONNECT_FAILED: the jump host tried.
  const tried = Reflect.get(error, 'reason') === 2;
  const known = tried ? bySaying.find(([saying]) => saying.test(said)) : undefined;
  if (known) return failure(known[1], `${place(target)}: ${said}`, known[2]);
  if (tried)
    return failure('unreachable', `${place(target)}: ${said}`, 'Try the same address with "ssh -J".');
  return failure(
    'jump-failed',
    `the jump host ${place(host)} opens no way to ${target.address}:${target.port}: ${said}`,
    'Check AllowTcpForwarding, PermitOpen and DisableForwarding of its sshd, and restrictions of the key there.',
  );
}
