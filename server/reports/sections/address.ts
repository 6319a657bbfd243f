import type { Source } from './source.ts';

/** The address of a page with its filters; those that are empty are left out, as the pages do. */
export function address(path: string, filters: Record<string, string> = {}): string {
  const set = Object.entries(filters).filter(([, value]) => value !== '');
  return set.length === 0 ? path : `${path}?${new URLSearchParams(set)}`;
}

/** Filters of lists that know sites, clusters and node sets. */
export const placeOf = ({ scope: { site, cluster, nodes } }: Pick<Source, 'scope'>) => ({
  site,
  cluster,
  nodes,
});

/** Filters of lists of what happened in a period. */
export const spanOf = ({ window }: Pick<Source, 'window'>) => ({
  since: window.since.toISOString(),
  until: window.until.toISOString(),
});

const NO_NODE_FILTER = { role: '', outcome: '', reason: '', q: '', unread: '', age: '' } as const;

export const unseenSpan = (source: Pick<Source, 'window'>) =>
  `${spanOf(source).since}/${spanOf(source).until}`;

/** The list of nodes narrowed to those that were not seen in a period. */
export const unseenFilter = (source: Pick<Source, 'scope' | 'window'>) => ({
  ...NO_NODE_FILTER,
  ...placeOf(source),
  unseen: unseenSpan(source),
});
