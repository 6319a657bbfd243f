import { placeInventory } from '../../query/inventory.ts';
import type { TierCounts } from '../../query/tiers.ts';
import { countedAs, providerNumber, providerOf, tierOf } from '../../store/providers.ts';
import { address } from './address.ts';
import { scopeNow } from './scopeNow.ts';
import type { Source } from './source.ts';
import type { TiersTold } from './tiers.ts';

/** Tools by the best tier that some nodes have them in. No page has that of nodes; the answer that it is counted from has the tools. */
export async function tiersOfNodes(source: Source): Promise<TiersTold> {
  const { text } = source.scope;
  const scope = await scopeNow(source);
  const all = scope === '' ? none() : await countedIn(source, scope);
  const href = address('/api/v1/compare/inventory', { scope: scope || text });
  return { of: 'nodes', all, rows: [{ name: text, tiers: all }], where: () => href, href };
}

async function countedIn({ db, config, now }: Source, scope: string): Promise<TierCounts> {
  const { offerings } = await placeInventory(db, scope, config.compare, now);
  const best = new Map<string, number>();
  for (const { tool, provider, writable } of offerings) {
    const counted = countedAs({ provider: providerNumber(provider), writable });
    best.set(tool, Math.min(counted, best.get(tool) ?? counted));
  }
  const counts = none();
  for (const number of best.values()) counts[tierOf(providerOf(number))] += 1;
  return counts;
}

const none = (): TierCounts => ({ '1a': 0, '1b': 0, '2': 0, '3': 0, '4': 0 });
