import { z } from 'zod';
import { type AddressBook, addressBook, filled, parseAddress } from './addresses.ts';
import { NodeSettings } from './settings.ts';
import { roles } from './sitesSchema.ts';

/** Where the names of a group of nodes come from; files lie on the machine that asks. */
export const Source = z.object({
  kind: z.enum(['slurm', 'genders', 'ansible', 'clustershell', 'list']),
  /** The node that is asked, or the path of the file. */
  of: z.string(),
  /** Groups or attributes of a file, partitions of Slurm; [] is all. */
  groups: z.array(z.string()),
  exclude: z.array(z.string()),
});
export type Source = z.infer<typeof Source>;

/** A group of nodes whose names a source tells: what the sites file says of each of them. */
export const DiscoveredGroup = z.object({
  source: Source,
  /** null: by its name. */
  role: z.enum(roles).nullable(),
  /** Address and root still hold their patterns. */
  settings: NodeSettings,
  addresses: z.union([z.string(), z.record(z.string(), z.string())]).nullable(),
});
export type DiscoveredGroup = z.infer<typeof DiscoveredGroup>;

/** What is stored with a cluster, so that a sweep can ask again without the sites file. */
export const Discovery = z.object({
  groups: z.array(DiscoveredGroup),
  /** The node that tells of the batch system; '' for none. */
  scheduler: z.string(),
  /** The node that is asked how Slurm sees the nodes, besides the sources; '' for none. */
  states: z.string(),
});
export type Discovery = z.infer<typeof Discovery>;

/** Two groups of one source are told apart by what they take from it. */
export function sourceKey({ kind, of, groups }: Source): string {
  return [kind, of, ...groups].join(' ');
}

/** The settings of one discovered node, or what is wrong with them. */
export function settingsOfDiscovered(
  { settings, addresses }: DiscoveredGroup,
  names: { n: string; c: string; s: string },
  told: { address: string; port: number | undefined },
): NodeSettings | { problem: string } {
  const root = filled(settings.root, names);
  if ('problem' in root) return root;
  const base = { ...settings, root: root.text };
  if (settings.transport === 'local') return { ...base, address: '', port: 0 };
  const pattern = bookOf(addresses).patternOf(names.n)?.pattern;
  // The sites file comes before what an inventory says.
  const text = pattern === undefined ? { text: told.address || names.n } : filled(pattern, names);
  if ('problem' in text) return text;
  const address = parseAddress(text.text);
  if (!address) return { problem: `"${text.text.slice(0, 100)}" is no address` };
  return { ...base, address: address.host, port: address.port ?? told.port ?? settings.port };
}

const books = new WeakMap<object, AddressBook>();

function bookOf(addresses: DiscoveredGroup['addresses']): AddressBook {
  if (addresses === null || typeof addresses === 'string')
    return addressBook(addresses ?? undefined, [], undefined);
  const known = books.get(addresses) ?? addressBook(addresses, [], undefined);
  books.set(addresses, known);
  return known;
}
