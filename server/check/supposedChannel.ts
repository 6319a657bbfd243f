import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { providerNumber } from '../store/providers.ts';
import type { Requirement } from './requirement.ts';

const BIOCONDA = 'bioconda';
/** So many packages are looked up: an environment that is nowhere has no more images offered. */
const MOST = 100;

/** A requirement with the channel that it is taken to be of, and why; '' where the input says it. */
export interface Supposed {
  requirement: Requirement;
  why: string;
}

/**
 * Packages without a channel that may be of bioconda: where collected environments have them from there, or where nobody knows them and
 * the input lists it among its channels.
 */
export async function supposedChannels(
  db: Queryable,
  all: readonly Requirement[],
  listed: readonly string[],
): Promise<Supposed[]> {
  const open = all.filter((one) => one.asked === 'conda' && one.channel === '' && one.version !== '');
  const seen = await channelsSeen(db, open.slice(0, MOST));
  const isListed = listed.some(isBioconda);
  const looked = new Set(open.slice(0, MOST));
  return all.map((requirement) => {
    const { name } = requirement;
    if (!looked.has(requirement)) return { requirement, why: '' };
    const channels = seen.get(name) ?? [];
    const own = { ...requirement, channel: BIOCONDA };
    if (channels.some(isBioconda))
      return { requirement: own, why: `collected environments have ${name} from bioconda` };
    if (channels.length > 0 || !isListed) return { requirement, why: '' };
    return {
      requirement: own,
      why: `bioconda is among the channels, and nothing tells which one ${name} is of`,
    };
  });
}

/** By name, or as an address of a mirror. */
export const isBioconda = (channel: string): boolean =>
  channel === BIOCONDA || channel.endsWith(`/${BIOCONDA}`);

async function channelsSeen(db: Queryable, packages: readonly Requirement[]): Promise<Map<string, string[]>> {
  const seen = new Map<string, string[]>();
  if (packages.length === 0) return seen;
  const found = await db.query<{ name: string; channel: string }>(sql('check-channels'), [
    packages.map(({ tools: [tool] }) => tool ?? ''),
    packages.map(({ name }) => name),
    providerNumber('conda'),
  ]);
  for (const { name, channel } of found.rows) seen.set(name, [...(seen.get(name) ?? []), channel]);
  return seen;
}
