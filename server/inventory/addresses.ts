import { isIPv6 } from 'node:net';
import { closest } from './closest.ts';
import { expand } from './nodeSet.ts';
import type { Path } from './yamlPlaces.ts';

export interface Address {
  host: string;
  port: number | undefined;
}

/** Texts with %n for the node, %c for the cluster, %s for the site and %% for a percent sign. */
export interface Names {
  n: string;
  c: string;
  s: string;
}

/** The text with its patterns filled in, or what is wrong with it. */
export function filled(pattern: string, names: Names): { text: string } | { problem: string } {
  let problem: string | undefined;
  const text = pattern.replaceAll(/%(.?)/gs, (all, letter: string) => {
    if (letter === '%') return '%';
    if (letter === 'n' || letter === 'c' || letter === 's') return names[letter];
    problem = `expected %n (node), %c (cluster), %s (site) or %%, found "${all}"`;
    return '';
  });
  return problem === undefined ? { text } : { problem };
}

/** `host`, `host:port`, `[v6]:port` or a bare IPv6 address; undefined when it is none of these. */
export function parseAddress(text: string): Address | undefined {
  if (isIPv6(text)) return { host: text, port: undefined };
  const bracketed = /^\[([^\]]+)\](?::([0-9]{1,5}))?$/.exec(text);
  if (bracketed && !isIPv6(bracketed[1] ?? '')) return undefined;
  const plain = /^([^\s:[\]/@]+)(?::([0-9]{1,5}))?$/.exec(text);
  const [, host, port] = bracketed ?? plain ?? [];
  if (host === undefined || (port !== undefined && !(Number(port) >= 1 && Number(port) <= 65_535)))
    return undefined;
  return { host, port: port === undefined ? undefined : Number(port) };
}

export interface AddressBook {
  /** The pattern of a node and where it stands; nothing when its name is its address. */
  patternOf(node: string): { pattern: string; path: Path } | undefined;
  problems: { path: Path; at: 'key' | 'value'; message: string }[];
}

/** Reads `ssh.addresses`. `nodes` are the names that a map may speak of; undefined where any may be. */
export function addressBook(
  addresses: string | Record<string, string> | undefined,
  path: Path,
  nodes: ReadonlySet<string> | undefined,
): AddressBook {
  if (addresses === undefined) return { patternOf: () => undefined, problems: [] };
  if (typeof addresses === 'string') {
    return { patternOf: () => ({ pattern: addresses, path }), problems: [] };
  }
  const problems: AddressBook['problems'] = [];
  const book = new Map<string, { pattern: string; path: Path }>();
  for (const [set, pattern] of Object.entries(addresses)) {
    const here = [...path, set];
    const names = expand(set);
    if (!names.ok) {
      problems.push({ path: here, at: 'key', message: `expected nodes, but ${names.message}` });
      continue;
    }
    for (const name of names.names) {
      if (nodes && !nodes.has(name)) {
        const meant = closest(name, nodes);
        problems.push({
          path: here,
          at: 'key',
          message: `there is no node ${name} here${meant ? `, did you mean ${meant}?` : ''}`,
        });
        break;
      }
      book.set(name, { pattern, path: here });
    }
  }
  return { patternOf: (node) => book.get(node), problems };
}
