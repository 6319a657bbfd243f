import type { Provider } from '../facets/facet.ts';

export const CATEGORIES = ['offerings', 'facts', 'gpus', 'runtimes', 'nodes'] as const;
export type Category = (typeof CATEGORIES)[number];

/** What became of it; the words are explained where the API describes them. */
export const CHANGE_KINDS = [
  'new',
  'gone',
  'default',
  'bytes',
  'content',
  'changed',
  'known',
  'unknown',
  'retired',
  'renamed',
  'reimaged',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** One change on some nodes of a cluster, before nodes are folded into names. */
export interface RawChange {
  category: Category;
  kind: ChangeKind;
  clusterId: number;
  /** '' for a change of nodes themselves. */
  facet: string;
  /** Path of what holds it; '' for what is a node's own. */
  place: string;
  /** The tool as it is written, the fact, or the row and the fact. */
  what: string;
  provider: Provider | '';
  before: string;
  after: string;
  nodes: number[];
  /** First seen as it is now, and the last time that it was confirmed as it was before. */
  since: Date;
  sinceAfter: Date | null;
  /** Ids of the documents that held and hold it. */
  documentBefore: number | null;
  documentAfter: number | null;
}

/** Same changes of different documents on different nodes become one; their dates span all of them. */
export function joined(changes: RawChange[]): RawChange[] {
  const groups = new Map<string, RawChange>();
  for (const change of changes) {
    const { category, kind, clusterId, facet, place, what, provider, before, after } = change;
    const key = [category, kind, clusterId, facet, place, what, provider, before, after].join('\0');
    const group = groups.get(key);
    if (!group) {
      groups.set(key, change);
      continue;
    }
    groups.set(key, {
      ...group,
      // Groups of nodes are told apart by their list: those that stay alone keep it.
      nodes: [...new Set([...group.nodes, ...change.nodes])],
      since: later(group.since, change.since),
      sinceAfter: earlier(group.sinceAfter, change.sinceAfter),
    });
  }
  return [...groups.values()];
}

const later = (a: Date, b: Date) => (b > a ? b : a);

/** Without a time there is no bound. */
const earlier = (a: Date | null, b: Date | null) => (a === null || b === null ? null : b < a ? b : a);
