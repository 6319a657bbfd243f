import type { ServerHostKeyAlgorithm } from 'ssh2';
import { checkHostKey, fingerprint, knownKeyTypes, readKnownHosts } from '../hostKeys.ts';
import { keyTypeOf } from '../knownHosts.ts';
import { place } from './connectFailure.ts';
import { type Failure, failure } from './failure.ts';
import type { Target } from './transport.ts';

/** Cheapest to verify first. An RSA key (type ssh-rsa) signs with SHA-2 (RFC 8332) or, on old servers, SHA-1. */
const algorithms: [type: string, names: ServerHostKeyAlgorithm[]][] = [
  ['ssh-ed25519', ['ssh-ed25519']],
  ['ecdsa-sha2-nistp256', ['ecdsa-sha2-nistp256']],
  ['ecdsa-sha2-nistp384', ['ecdsa-sha2-nistp384']],
  ['ecdsa-sha2-nistp521', ['ecdsa-sha2-nistp521']],
  ['ssh-rsa', ['rsa-sha2-256', 'rsa-sha2-512', 'ssh-rsa']],
];

export const hostKeyTypes = algorithms.map(([type]) => type);

/** Host key algorithms to ask for, those of the given types first: a server has keys of several types. */
export function hostKeyAlgorithms(first: string[]): ServerHostKeyAlgorithm[] {
  const isFirst = ([type]: [string, unknown]) => first.includes(type);
  return [...algorithms.filter(isFirst), ...algorithms.filter((entry) => !isFirst(entry))].flatMap(
    ([, names]) => names,
  );
}

/** The algorithms that a key of one type signs with. */
export function namesOfType(type: string): ServerHostKeyAlgorithm[] {
  return algorithms.find(([each]) => each === type)?.[1] ?? [];
}

/** Which host keys of a target are good, by its known_hosts files. */
export function hostKeyTrust(target: Target): {
  types: string[];
  distrust: (key: Buffer) => Failure | undefined;
} {
  const files = target.knownHosts.map(readKnownHosts);
  const { host, port } = keyName(target);
  return {
    types: knownKeyTypes(files, host, port),
    distrust: (key) => {
      const verdict = checkHostKey(files, host, port, key);
      const offered = `${shortType(key)} key ${fingerprint(key)}`;
      const accept = `gazetteer hostkeys accept ${target.name}${target.isJumpHost ? ' --jump-hosts' : ''}`;
      switch (verdict.state) {
        case 'known':
          return undefined;
        case 'unknown':
          return failure(
            'host-key-unknown',
            `${place(target)} offers the ${offered}, which nobody has accepted yet${butKnows(verdict.others)}${notesOf(files)}`,
            `When "ssh-keygen -lf /etc/ssh/ssh_host_${shortType(key).toLowerCase()}_key.pub" ${target.isJumpHost ? 'there' : 'on the node'} shows ${fingerprint(key)}, run: ${accept}`,
          );
        case 'changed':
          return failure(
            'host-key-changed',
            `${place(target)} offers the ${offered}, but ${verdict.file}:${verdict.line} has another one`,
            `Somebody may be listening in, or ${target.isJumpHost ? 'it' : 'the node'} was installed anew. Only when its administrator confirms ${fingerprint(key)}, run: ${accept}`,
          );
        case 'revoked':
          return failure(
            'host-key-changed',
            `${place(target)} offers the ${offered}, which ${verdict.file}:${verdict.line} revokes`,
            'This key must not be used any more: give the node a new one. It cannot be accepted.',
          );
      }
    },
  };
}

/** What a target's host key is known by. */
export function keyName({ hostKeyAlias, address, port }: Target): { host: string; port: number } {
  return hostKeyAlias === undefined ? { host: address, port } : { host: hostKeyAlias, port: 22 };
}

function butKnows(others: string[]): string {
  return others.length === 0 ? '' : ` (accepted are keys of other types: ${others.join(', ')})`;
}

function notesOf(files: { notes: string[] }[]): string {
  const notes = files.flatMap((file) => file.notes);
  return notes.length === 0 ? '' : `; ${notes.slice(0, 3).join('; ')}`;
}

/** ED25519, ECDSA, RSA, as ssh(1) says it. */
export function shortType(key: Buffer): string {
  const type = keyTypeOf(key);
  return (type.startsWith('ecdsa') ? 'ecdsa' : type.replace(/^ssh-/, '')).toUpperCase();
}
