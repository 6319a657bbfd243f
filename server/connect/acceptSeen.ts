import { acceptHostKey } from '../collect/acceptHostKey.ts';
import { keyName } from '../collect/transports/hostKeyTrust.ts';
import type { Target } from '../collect/transports/transport.ts';
import { GazetteerError } from '../errors.ts';
import type { AcceptedKey } from '../routes/schemas/sites.ts';
import { offeredKey, seenKey, waysTo } from './hostKey.ts';

const SECONDS = 15;

/**
 * Accepts the host key that somebody saw on the way to a node: the host is asked again, and only a key of that fingerprint
 * is taken.
 */
export async function acceptSeen(target: Target, fingerprint: string): Promise<AcceptedKey> {
  const offers: string[] = [];
  for (const { hop } of waysTo(target)) {
    const offered = await offeredKey(hop, target.connectSeconds ?? SECONDS);
    if ('reason' in offered) throw new GazetteerError('host-key-gone', offered.message, offered.hint);
    offers.push(offered.fingerprint);
    if (offered.fingerprint !== fingerprint) continue;
    const seen = seenKey(hop, offered);
    if (seen.verdict === 'revoked') {
      throw new GazetteerError('host-key-revoked', 'that key is revoked', seen.why?.hint ?? '');
    }
    const { host, port } = keyName(hop);
    if (seen.verdict !== 'known') await acceptHostKey(hop.knownHosts[0] ?? '', host, port, offered.key);
    return { host: seen.host, type: seen.type, fingerprint };
  }
  throw new GazetteerError(
    'host-key-gone',
    `no host on the way offers ${fingerprint} now; offered: ${offers.join(', ')}`,
    'Test the connection again, and compare the fingerprint that it shows',
  );
}
