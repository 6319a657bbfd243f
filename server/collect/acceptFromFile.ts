import { checkHostKey, fingerprint, readKnownHosts } from './hostKeys.ts';
import { hostToken, type KnownHostLine, type KnownHosts } from './knownHosts.ts';
import { keyName } from './transports/hostKeyTrust.ts';
import type { Target } from './transports/transport.ts';

/** A key of a node in somebody else's known_hosts file, and what becomes of it. */
export interface FileKey {
  target: Target;
  type: string;
  fingerprint: string;
  state: 'known' | 'accepted' | 'revoked' | 'absent';
  /** Set where it is to be written. */
  key: Buffer | undefined;
}

/**
 * The keys that a known_hosts file has for nodes: looked up by the address with its port, the address alone, and the
 * node's name, whichever the file speaks of first.
 */
export function keysFromFile(file: KnownHosts, targets: readonly Target[]): FileKey[] {
  return targets.flatMap((target) => {
    const lines = linesFor(file, target);
    const good = lines.filter(({ revoked }) => !revoked);
    const bad = lines.filter(({ revoked }) => revoked);
    if (good.length === 0) return [none(target)];
    const files = target.knownHosts.map(readKnownHosts);
    const { host, port } = keyName(target);
    return good.map(({ type, key }): FileKey => {
      const row = { target, type, fingerprint: fingerprint(key) };
      const verdict = checkHostKey(files, host, port, key).state;
      const isRevoked = verdict === 'revoked' || bad.some((line) => line.key.equals(key));
      if (isRevoked) return { ...row, state: 'revoked', key: undefined };
      if (verdict === 'known') return { ...row, state: 'known', key: undefined };
      return { ...row, state: 'accepted', key };
    });
  });
}

function linesFor(file: KnownHosts, target: Target): KnownHostLine[] {
  const { address, port, name } = target;
  const known = keyName(target);
  const short = name.split('/').at(-1) ?? '';
  const tokens = [
    hostToken(known.host, known.port),
    hostToken(address, port),
    hostToken(address, 22),
    hostToken(short, port),
    hostToken(short, 22),
  ];
  for (const token of tokens) {
    const lines = file.linesOf(token);
    if (lines.length > 0) return lines;
  }
  return [];
}

function none(target: Target): FileKey {
  return { target, type: '', fingerprint: '', state: 'absent', key: undefined };
}
