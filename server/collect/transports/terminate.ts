import type { Client, ClientChannel } from 'ssh2';

/**
 * Asks sshd to end the programs of a session (RFC 4254, 6.9): a closed connection alone leaves them running
 * until they next write. ssh2 sends no signal once standard input is at its end, which RFC 4254 allows, so
 * the message is sent below its channel. sshd passes it on for ordinary accounts since OpenSSH 7.9; where
 * it does not, the agent's own time limit per facet ends it.
 */
export function terminate(client: Client, channel: ClientChannel): void {
  const protocol: unknown = Reflect.get(client, '_protocol');
  const outgoing: unknown = Reflect.get(channel, 'outgoing');
  if (!isObject(protocol) || !isObject(outgoing)) return;
  const send: unknown = Reflect.get(protocol, 'signal');
  const id: unknown = Reflect.get(outgoing, 'id');
  if (typeof send === 'function' && typeof id === 'number') send.call(protocol, id, 'TERM');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
