import { fingerprint } from './hostKeys.ts';
import { keyTypeOf } from './knownHosts.ts';
import { type Failure, failure } from './transports/failure.ts';
import { hostKeyAlgorithms, hostKeyTypes, namesOfType } from './transports/hostKeyTrust.ts';
import { SshConnection } from './transports/sshConnection.ts';
import type { Target } from './transports/transport.ts';
import { openWay } from './transports/way.ts';

export interface OfferedKey {
  type: string;
  key: Buffer;
  fingerprint: string;
}

/** The host keys that a node offers, or why there are none. */
export type OfferedKeys = { ok: true; keys: OfferedKey[] } | { ok: false; failure: Failure };

/** Asks a node for the host key that a visit would see that knows keys of some types; nobody logs in. */
export async function fetchHostKey(
  target: Target,
  connectSeconds: number,
  knownTypes: string[] = [],
): Promise<OfferedKeys> {
  const answer = await offered(target, connectSeconds, hostKeyAlgorithms(knownTypes));
  return 'reason' in answer ? { ok: false, failure: answer } : { ok: true, keys: [answer] };
}

/** Asks for a key of every type, one connection each: a server shows one key a time. */
export async function fetchHostKeys(target: Target, connectSeconds: number): Promise<OfferedKeys> {
  const answers = await Promise.all(
    hostKeyTypes.map((type) => offered(target, connectSeconds, namesOfType(type))),
  );
  const keys = answers.flatMap((answer) => ('reason' in answer ? [] : [answer]));
  if (keys.length > 0) return { ok: true, keys };
  const [why] = answers.flatMap((answer) => ('reason' in answer ? [answer] : []));
  return { ok: false, failure: why ?? failure('protocol-error', 'the node offers no host key', '') };
}

async function offered(
  target: Target,
  connectSeconds: number,
  algorithms: ReturnType<typeof hostKeyAlgorithms>,
): Promise<OfferedKey | Failure> {
  if (target.misrouted) return target.misrouted;
  const way = await openWay(target, connectSeconds);
  if ('reason' in way) return way;
  const answer = await new Promise<OfferedKey | Failure>((resolve) => {
    new SshConnection({
      target,
      way,
      connectSeconds,
      identities: { methods: [], tried: [], unusable: [] },
      hostKeyAlgorithms: algorithms,
      distrust: (key) => {
        resolve({ type: keyTypeOf(key), key, fingerprint: fingerprint(key) });
        // The key is all that was wanted; this ends the connection.
        return failure('cancelled', 'only the host key was asked for', '');
      },
      onReady: () => {},
      onFailure: resolve,
    });
  });
  way.release();
  return answer;
}
