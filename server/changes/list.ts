import { fold } from '../inventory/nodeSetFold.ts';
import { timeOf } from '../query/rows.ts';
import type { Change, ChangesAnswer, UnconfirmedRow } from '../routes/schemas/changes.ts';
import type { Queryable } from '../store/database.ts';
import { type Area, areaOf, nodeNames } from './area.ts';
import { CATEGORIES, CHANGE_KINDS } from './change.ts';
import { type Found, rawChanges } from './changes.ts';
import { unconfirmed, unseen } from './unconfirmed.ts';
import type { Window } from './window.ts';

export interface AllChanges {
  changes: Change[];
  counts: ChangesAnswer['counts'];
  apart: UnconfirmedRow[];
}

/** All changes of a scope within a window, in the order in which they are shown. */
export async function allChanges(db: Queryable, scope: string, window: Window): Promise<AllChanges> {
  const area = await areaOf(db, scope, window);
  const [found, unread] = await Promise.all([rawChanges(db, area, window), unseen(db, area, window)]);
  const changes = await told(db, area, window, found);
  const apart = await unconfirmed(db, { area, window, found: unread, apart: found.apart });
  return { changes, counts: countsOf(changes), apart };
}

async function told(
  db: Queryable,
  area: Area,
  window: Window,
  { changes: raw, heads }: Found,
): Promise<Change[]> {
  const ids = new Set([...new Set(raw.map(({ nodes }) => nodes))].flat());
  const names = await nodeNames(db, [...ids], window.until);
  const hashOf = (id: number | null) => heads.get(id ?? 0)?.hash ?? '';
  // Many changes are of one place, and of one date.
  const dates = new Map<number, string>();
  const dateOf = (date: Date) => {
    const text = dates.get(date.getTime()) ?? timeOf(date);
    dates.set(date.getTime(), text);
    return text;
  };
  const folded = new Map<number[], string>();
  const foldedOf = (nodes: number[]) => {
    const text = folded.get(nodes) ?? fold(nodes.map((id) => names.get(id) ?? String(id)));
    folded.set(nodes, text);
    return text;
  };
  const changes = raw.map((one): Change => {
    const { site = '', cluster = '' } = area.clusters.get(one.clusterId) ?? {};
    const { category, kind, facet, place, what, provider, before, nodes } = one;
    const after = kind === 'renamed' ? (names.get(nodes[0] ?? 0) ?? '') : one.after;
    return {
      category,
      kind,
      site,
      cluster,
      facet,
      place,
      what,
      provider,
      before,
      after,
      nodes: foldedOf(nodes),
      nodeCount: nodes.length,
      since: dateOf(one.since),
      sinceAfter: one.sinceAfter && dateOf(one.sinceAfter),
      documentBefore: hashOf(one.documentBefore),
      documentAfter: hashOf(one.documentAfter),
    };
  });
  return inOrder(changes);
}

/** Nodes first, since they explain much of the rest; then by place and name. */
const ORDER = ['nodes', 'gpus', 'runtimes', 'facts', 'offerings'];

function inOrder(changes: Change[]): Change[] {
  const keyed = changes.map((change) => {
    const { site, cluster, category, place, what, kind, before, after } = change;
    const key = [site, cluster, ORDER.indexOf(category), place, what.toLowerCase(), kind, before, after].join(
      '\0',
    );
    return { change, key };
  });
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ change }) => change);
}

function countsOf(changes: Change[]): ChangesAnswer['counts'] {
  const counted = new Map<string, number>();
  for (const { category, kind } of changes) {
    const key = `${category} ${kind}`;
    counted.set(key, (counted.get(key) ?? 0) + 1);
  }
  return CATEGORIES.flatMap((category) =>
    CHANGE_KINDS.map((kind) => ({ category, kind, count: counted.get(`${category} ${kind}`) ?? 0 })),
  ).filter(({ count }) => count > 0);
}

/** What narrows the list; '' does not. */
export interface ChangeFilter {
  category: string;
  kind: string;
  facet: string;
  /** Part of the tool or fact, or of the place. */
  q: string;
}

export function narrowed(changes: Change[], { category, kind, facet, q }: ChangeFilter): Change[] {
  const part = q.toLowerCase();
  return changes.filter(
    (one) =>
      (category === '' || one.category === category) &&
      (kind === '' || one.kind === kind) &&
      (facet === '' || one.facet === facet) &&
      (part === '' || one.what.toLowerCase().includes(part) || one.place.toLowerCase().includes(part)),
  );
}
