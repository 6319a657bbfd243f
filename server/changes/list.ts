import { fold } from '../inventory/nodeSetFold.ts';
import { timeOf, timeOrNull } from '../query/rows.ts';
import type { Change, ChangesAnswer, UnconfirmedRow } from '../routes/schemas/changes.ts';
import type { Queryable } from '../store/database.ts';
import { type Area, areaOf, nodeNames } from './area.ts';
import { CATEGORIES, CHANGE_KINDS, type RawChange } from './change.ts';
import { rawChanges } from './changes.ts';
import { unconfirmed } from './unconfirmed.ts';
import type { Window } from './window.ts';

export interface AllChanges {
  changes: Change[];
  counts: ChangesAnswer['counts'];
  apart: UnconfirmedRow[];
}

/** All changes of a scope within a window, in the order in which they are shown. */
export async function allChanges(db: Queryable, scope: string, window: Window): Promise<AllChanges> {
  const area = await areaOf(db, scope, window);
  const found = await rawChanges(db, area, window);
  const changes = await told(db, area, window, found.changes);
  return { changes, counts: countsOf(changes), apart: await unconfirmed(db, area, window, found.apart) };
}

async function told(db: Queryable, area: Area, window: Window, raw: RawChange[]): Promise<Change[]> {
  const [names, hashes] = [
    await nodeNames(db, [...new Set([...new Set(raw.map(({ nodes }) => nodes))].flat())], window.until),
    await hashesOf(db, raw),
  ];
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
      since: timeOf(one.since),
      sinceAfter: timeOrNull(one.sinceAfter),
      documentBefore: hashes.get(one.documentBefore ?? 0) ?? '',
      documentAfter: hashes.get(one.documentAfter ?? 0) ?? '',
    };
  });
  return inOrder(changes);
}

async function hashesOf(db: Queryable, raw: RawChange[]): Promise<Map<number, string>> {
  const ids = raw.flatMap(({ documentBefore, documentAfter }) => [documentBefore ?? 0, documentAfter ?? 0]);
  const found = await db.query<{ id: number; hash: string }>(
    `select id, encode(hash, 'hex') as hash from document where id = any($1)`,
    [[...new Set(ids)]],
  );
  return new Map(found.rows.map(({ id, hash }) => [id, hash]));
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
  return CATEGORIES.flatMap((category) =>
    CHANGE_KINDS.map((kind) => ({
      category,
      kind,
      count: changes.filter((one) => one.category === category && one.kind === kind).length,
    })),
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
