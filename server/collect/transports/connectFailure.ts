import type { ReasonCode } from '../reasons.ts';
import { type Failure, failure } from './failure.ts';
import type { Target } from './transport.ts';

/** How far a connection got. */
export type Stage = 'connect' | 'banner' | 'handshake' | 'login' | 'session';

/** What an error of a socket or of ssh2 carries. */
export interface Seen {
  message: string;
  /** A system code such as ECONNREFUSED, or the number of an SSH disconnect message. */
  code: string | number | undefined;
  /** Where ssh2 says it arose: client-socket, client-timeout, client-authentication, handshake, ... */
  level: string | undefined;
}

const bySystemCode: Record<string, [ReasonCode, string]> = {
  ENOTFOUND: ['address-unknown', 'Check the name, or give an address under ssh.addresses in the sites file.'],
  EAI_AGAIN: [
    'address-unknown',
    'The name servers of this machine did not answer: try again, or give an IP address.',
  ],
  ECONNREFUSED: ['connect-refused', 'Check that sshd runs there and that ssh.port is right.'],
  ETIMEDOUT: ['connect-timeout', 'Check that the node is up and that no firewall drops the connection.'],
  EHOSTUNREACH: ['unreachable', 'Check the route from this machine to the node, and that the node is up.'],
  ENETUNREACH: ['unreachable', 'This machine has no route into that network.'],
  EHOSTDOWN: ['unreachable', 'Check that the node is up.'],
  EADDRNOTAVAIL: ['unreachable', 'This machine cannot reach that address.'],
  EACCES: ['unreachable', 'A firewall of this machine forbids the connection.'],
  EPERM: ['unreachable', 'A firewall of this machine forbids the connection.'],
  EINVAL: ['address-unknown', 'Check the address in the sites file.'],
};

/** Where a connection leads, and on which way. */
export function place({ address, port, jumps = [] }: Target): string {
  const here = `${address.includes(':') ? `[${address}]` : address}:${port}`;
  return jumps.length === 0 ? here : `${here} by way of ${jumps.map(place).join(', ')}`;
}

/** What an error at some stage means for the visit. */
export function failureOf(seen: Seen, stage: Stage, target: Target): Failure {
  const where = place(target);
  const system = stage === 'connect' && typeof seen.code === 'string' ? bySystemCode[seen.code] : undefined;
  if (system) return failure(system[0], `${where}: ${seen.message || seen.code}`, system[1]);
  if (seen.level === 'client-timeout' && stage === 'session') return keepaliveLost(where);
  if (stage === 'connect') {
    return failure(
      'unreachable',
      `${where}: ${seen.message || seen.code}`,
      'Try the same address with ssh(1).',
    );
  }
  if (seen.level === 'client-socket' || seen.message === 'Connection lost before handshake') {
    return connectionLost(stage, where, seen.message);
  }
  if (stage === 'login') return disconnectedAtLogin(seen, target);
  const saw = seen.message.replace(/^Handshake failed: /, '');
  return failure(
    'protocol-error',
    `${where} answered, but not as an SSH server should: ${saw}`,
    saw.startsWith('no matching')
      ? 'The server is too old or too strict for this client; see what it offers with "ssh -v".'
      : 'Check with "ssh -v" that the port is the one of sshd.',
  );
}

/** Servers hang up on a client that offered too many keys, or that they do not like. */
function disconnectedAtLogin({ message }: Seen, target: Target): Failure {
  return failure(
    'login-refused',
    `${place(target)} ended the login of ${target.user}: ${message}`,
    'Name the one right key as ssh.identityFile: a server allows few tries (MaxAuthTries), and an agent may hold many keys.',
  );
}

function keepaliveLost(where: string): Failure {
  return failure(
    'connection-lost',
    `${where} stopped answering while the agent ran`,
    'The node or the network between went down: what arrived before is kept; visit it again.',
  );
}

export function connectionLost(stage: Stage, where: string, message = ''): Failure {
  const detail = message === '' || message.startsWith('Connection lost') ? '' : ` (${message})`;
  if (stage === 'session') {
    return failure(
      'connection-lost',
      `${where} closed the connection before the agent ended${detail}`,
      'What arrived before is kept; visit the node again.',
    );
  }
  return failure(
    'connection-lost',
    `${where} closed the connection during the ${stage === 'login' ? 'login' : 'handshake'}${detail}`,
    'sshd does that at its MaxStartups limit, and fail2ban and the like do: visit fewer nodes at once, or try again later.',
  );
}

const waitedFor: Record<Stage, [string, string]> = {
  connect: ['no connection', 'Check that the node is up and that no firewall drops the connection.'],
  banner: [
    'connected, but the other side said nothing',
    'The node may be hanging (out of memory, dead disk), or the port is not the one of sshd.',
  ],
  handshake: [
    'connected, but the SSH handshake did not end',
    'Check with "ssh -v" that the port is the one of sshd.',
  ],
  login: [
    'connected, but the login did not end',
    "The node's user directory (LDAP, SSSD) or home file system may hang; try a login by hand.",
  ],
  session: ['logged in, but no session was opened', 'Try a login by hand.'],
};

export function connectTimeout(stage: Stage, seconds: number, target: Target): Failure {
  const [what, hint] = waitedFor[stage];
  return failure('connect-timeout', `${place(target)}: ${what} within ${seconds} s`, hint);
}
