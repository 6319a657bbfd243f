import { fetchHostKey, type OfferedKey } from '../collect/fetchHostKeys.ts';
import { checkHostKey, type HostKeyVerdict, readKnownHosts } from '../collect/hostKeys.ts';
import { type Failure, failure } from '../collect/transports/failure.ts';
import { hostKeyTrust, keyName } from '../collect/transports/hostKeyTrust.ts';
import type { Target } from '../collect/transports/transport.ts';

/** A key that a host offers, and what the known_hosts files say of it. */
export interface SeenKey {
  /** Address and port, or its alias. */
  host: string;
  type: string;
  fingerprint: string;
  jump: boolean;
  verdict: HostKeyVerdict['state'];
  /** Why it is not good enough; undefined for a known one. */
  why: Failure | undefined;
}

/** The hosts on the way to a node, and it itself, in the order in which they are reached. */
export function waysTo(target: Target): { step: 'jump' | 'hostKey'; hop: Target }[] {
  const { jumps = [] } = target;
  const hops = jumps.map((hop, depth) => (depth === 0 ? hop : { ...hop, jumps: jumps.slice(0, depth) }));
  return [...hops.map((hop) => ({ step: 'jump' as const, hop })), { step: 'hostKey' as const, hop: target }];
}

export async function hostKeyOf(target: Target, seconds: number): Promise<SeenKey | Failure> {
  const offered = await offeredKey(target, seconds);
  return 'reason' in offered ? offered : seenKey(target, offered);
}

export async function offeredKey(target: Target, seconds: number): Promise<OfferedKey | Failure> {
  const answer = await fetchHostKey(target, seconds, hostKeyTrust(target).types);
  if (!answer.ok) return answer.failure;
  return answer.keys[0] ?? failure('protocol-error', 'the host offers no key', '');
}

export function seenKey(target: Target, { type, key, fingerprint }: OfferedKey): SeenKey {
  const { host, port } = keyName(target);
  const verdict = checkHostKey(target.knownHosts.map(readKnownHosts), host, port, key).state;
  const why = hostKeyTrust(target).distrust(key);
  return { host: `${host}:${port}`, type, fingerprint, jump: target.isJumpHost ?? false, verdict, why };
}
