import { BlockList, isIP } from 'node:net';
import { Refused } from '../retry.ts';
import { isNetwork } from '../settings.ts';

/**
 * Networks that are not the public internet: the special-purpose registries of IANA (RFC 6890 and later), and multicast. Of IPv6
 * only 2000::/3 is public at all; in it, those that carry IPv4 addresses could carry private ones.
 */
const NOT_PUBLIC = listOf([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  // Services of clouds tell keys at 169.254.169.254.
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '2620:4f:8000::/48',
  '3fff::/20',
]);
const PUBLIC_6 = listOf(['2000::/3']);
const MAPPED = listOf(['::ffff:0:0/96']);

function listOf(networks: string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
  }
  return list;
}

function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !NOT_PUBLIC.check(address, 'ipv4');
  // One that stands for an IPv4 address is nowhere reached as such.
  if (isIP(address) !== 6 || MAPPED.check(address, 'ipv6')) return false;
  return PUBLIC_6.check(address, 'ipv6') && !NOT_PUBLIC.check(address, 'ipv6');
}

/** Says which addresses a webhook may reach: public ones over HTTPS, and what an administrator of this machine allows. */
export class Guard {
  private readonly hosts: Set<string>;
  private readonly networks: BlockList;

  constructor(allow: string[]) {
    this.hosts = new Set(allow.filter((one) => !isNetwork(one)));
    this.networks = listOf(allow.filter(isNetwork));
  }

  /** Throws when one of the addresses that a host has may not be reached. */
  check({ protocol, hostname }: URL, addresses: string[]): void {
    const host = hostOf(hostname);
    const wrong = addresses.find((address) => !this.allows(host, address, protocol === 'https:'));
    if (wrong === undefined && addresses.length > 0) return;
    const what =
      wrong === undefined
        ? `${host} has no address`
        : isPublic(wrong)
          ? `${host} is to be reached without TLS`
          : `${host} is at ${wrong}, which is no public address`;
    throw new Refused(
      'webhook-address',
      what,
      'An administrator of this machine can allow it: GAZETTEER_WEBHOOK_ALLOW, see docs/delivery.md',
    );
  }

  private allows(host: string, address: string, isSecure: boolean): boolean {
    if (this.hosts.has(host)) return true;
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    return this.networks.check(address, family) || (isSecure && isPublic(address));
  }
}

/** As in an address, without the brackets of IPv6 and the dot of the root. */
export const hostOf = (hostname: string) =>
  hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
