import { fold } from '../inventory/nodeSetFold.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { billedKinds } from './billedKinds.ts';

/** A document and where it is. */
export interface Placed {
  id: number;
  hash: string;
  kind: string;
  bytes: number;
  /** `alpine/edelweiss:/apps/conda/envs/bio`; sorted. */
  places: string[];
}

interface Row {
  id: number;
  hash: string;
  kind: string;
  bytes: number;
  site: string;
  cluster: string;
  path: string;
  nodes: string[];
}

/** Documents that tell of software: of a cluster (null: of all of them), or some of them; in an order that their contents decide. */
export async function placed(
  db: Queryable,
  clusterId: number | null,
  ids: number[] | null,
): Promise<Placed[]> {
  const found = await db.query<Row>(sql('sbom-places'), [clusterId, ids, billedKinds]);
  const byId = new Map<number, Placed>();
  for (const { id, hash, kind, bytes, site, cluster, path, nodes } of found.rows) {
    const one = byId.get(id) ?? { id, hash, kind, bytes, places: [] };
    byId.set(id, one);
    const whose = nodes.length === 0 ? '' : `:${fold(nodes)}`;
    one.places.push(`${site}/${cluster}${whose}${path === '' ? '' : `:${path}`}`);
  }
  const all = [...byId.values()];
  for (const one of all) one.places.sort();
  return all.sort(byKindAndPlace);
}

const order: readonly string[] = billedKinds;

function byKindAndPlace(a: Placed, b: Placed): number {
  const kinds = order.indexOf(a.kind) - order.indexOf(b.kind);
  if (kinds !== 0) return kinds;
  const [one = '', other = ''] = [a.places[0], b.places[0]];
  if (one !== other) return one < other ? -1 : 1;
  return a.hash < b.hash ? -1 : 1;
}

/** When what they tell was last seen to change. */
export async function changedAt(
  db: Queryable,
  clusterId: number | null,
  document: number | null,
): Promise<Date | null> {
  const found = await db.query<{ at: Date | null }>(sql('sbom-changed'), [clusterId, document, billedKinds]);
  return found.rows[0]?.at ?? null;
}
