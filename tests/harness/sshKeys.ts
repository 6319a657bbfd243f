import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export type KeyType = 'ed25519' | 'rsa' | 'ecdsa';

/** Makes a key pair at `path` and `path`.pub and gives back `path`. */
export function makeKey(
  path: string,
  { type = 'ed25519', passphrase = '' }: { type?: KeyType; passphrase?: string } = {},
): string {
  // Few bits make RSA quick; sshd refuses less than 1024 and both sides may refuse less than 2048.
  const bits = type === 'rsa' ? ['-b', '2048'] : [];
  sshKeygen(['-q', '-t', type, ...bits, '-N', passphrase, '-C', '', '-f', path]);
  return path;
}

/** The public half of a key, as a line. */
export function publicKeyOf(path: string): string {
  return `${readFileSync(`${path}.pub`, 'utf8').trim()}\n`;
}

export function sshKeygen(args: string[]): string {
  const run = spawnSync('ssh-keygen', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (run.error) throw run.error;
  return run.stdout;
}
