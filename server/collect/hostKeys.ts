import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { hostToken, type KnownHostLine, KnownHosts, keyTypeOf } from './knownHosts.ts';

export type HostKeyVerdict =
  | { state: 'known' }
  /** No line has a key of this type; `others` says which types there are. */
  | { state: 'unknown'; others: string[] }
  /** A line has another key of this type, or this key is revoked. */
  | { state: 'changed' | 'revoked'; file: string; line: number };

interface Said {
  file: string;
  line: KnownHostLine;
}

/** What known_hosts files say of the key that a host offered; they are asked as OpenSSH asks them. */
export function checkHostKey(files: KnownHosts[], host: string, port: number, key: Buffer): HostKeyVerdict {
  const said = linesOf(files, host, port);
  const revoked = said.find(({ line }) => line.revoked && line.key.equals(key));
  if (revoked) return { state: 'revoked', file: revoked.file, line: revoked.line.line };
  const accepted = said.filter(({ line }) => !line.revoked);
  if (accepted.some(({ line }) => line.key.equals(key))) return { state: 'known' };
  const type = keyTypeOf(key);
  const changed = accepted.find(({ line }) => line.type === type);
  if (changed) return { state: 'changed', file: changed.file, line: changed.line.line };
  // ssh(1) accepts a key that is known for the host's usual port on another one as well.
  if (port !== 22 && checkHostKey(files, host, 22, key).state === 'known') return { state: 'known' };
  return { state: 'unknown', others: [...new Set(accepted.map(({ line }) => line.type))] };
}

/** The types of the keys that are known for a host: the ones to ask it for. */
export function knownKeyTypes(files: KnownHosts[], host: string, port: number): string[] {
  const ports = port === 22 ? [22] : [port, 22];
  const said = ports.flatMap((each) => linesOf(files, host, each));
  return [...new Set(said.filter(({ line }) => !line.revoked).map(({ line }) => line.type))];
}

function linesOf(files: KnownHosts[], host: string, port: number): Said[] {
  const token = hostToken(host, port);
  return files.flatMap((known) => known.linesOf(token).map((line) => ({ file: known.file, line })));
}

/** As `ssh-keygen -l` prints it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

const remembered = new Map<string, { stamp: string; known: KnownHosts }>();

/**
 * A known_hosts file; it is parsed again only after it changed, since every visit asks it. A file
 * that is not there knows nobody, and one that cannot be read says so in its notes.
 */
export function readKnownHosts(file: string): KnownHosts {
  try {
    const { mtimeMs, size, ino } = statSync(file);
    const stamp = `${mtimeMs} ${size} ${ino}`;
    const last = remembered.get(file);
    if (last?.stamp === stamp) return last.known;
    const known = new KnownHosts(file, readFileSync(file, 'utf8'));
    remembered.set(file, { stamp, known });
    return known;
  } catch (error) {
    const known = new KnownHosts(file, '');
    const code = error instanceof Error && 'code' in error ? error.code : error;
    if (code !== 'ENOENT') known.notes.push(`${file} could not be read: ${code}`);
    return known;
  }
}
