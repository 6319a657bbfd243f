import type { FleetImageCopiesRow, FleetImageRow } from '../../routes/schemas/fleetImages.ts';
import { sql } from '../../sql.ts';
import type { Queryable } from '../../store/database.ts';
import { nodesNamed } from '../nodesNamed.ts';
import { timeOrNull } from '../rows.ts';
import { type PageAsked, pageOfList, type SqlList } from '../sqlList.ts';
import { daysOf, type ImageAge } from './imageAges.ts';

/** Images of which something is not known. */
export type ImageOnly = '' | 'nameless' | 'undigested' | 'unlabelled';

export interface FleetImageFilter extends PageAsked {
  site: string;
  cluster: string;
  q: string;
  form: string;
  digest: string;
  only: ImageOnly;
  /** How old it is by what it says itself; '' for any. */
  age?: ImageAge | '';
  /** A node set: only what some of these see; '' any. */
  nodes?: string;
}

/** Place by place. */
export const imageList = {
  statement: 'fleet-images',
  columns: {
    site: { by: 'site', type: 'text' },
    cluster: { by: 'cluster', type: 'text' },
    place: { by: 'place', type: 'text' },
    name: { by: 'name', type: 'text' },
    form: { by: 'form', type: 'text' },
    size: { by: 'coalesce(size, -1)', type: 'bigint' },
    created: { by: 'created', type: 'text' },
    architecture: { by: 'architecture', type: 'text' },
    digest: { by: 'digest', type: 'text' },
    nodes: { by: 'nodes', type: 'int' },
  },
  order: [
    { by: 'site', type: 'text' },
    { by: 'cluster', type: 'text' },
    { by: 'place', type: 'text' },
    { by: 'item', type: 'int' },
  ],
} satisfies SqlList;

interface ImageRecord extends Record<string, unknown> {
  item: number;
  site: string;
  cluster: string;
  place: string;
  name: string;
  node: string;
  form: FleetImageRow['form'];
  digest: string;
  /** Postgres gives 64-bit numbers as text. */
  size: string | null;
  created: string;
  architecture: string;
  signed: boolean | null;
  encrypted: boolean | null;
  nodes: number;
  tools: string[];
}

/** Images that are there now. */
export async function listFleetImages(db: Queryable, filter: FleetImageFilter) {
  const { site, cluster, q, form, digest, only, age = '', nodes = '' } = filter;
  const days = age === '' ? null : (daysOf(age, new Date()) ?? { from: '', until: '' });
  const page = await pageOfList<ImageRecord>(
    db,
    imageList,
    [site, cluster, q, form, digest, only, days?.from ?? null, days?.until ?? null, nodesNamed(nodes)],
    filter,
  );
  const places = await placesOf(db, page.items);
  return { ...page, items: page.items.map((row) => imageOf(row, places.get(row.item))) };
}

function imageOf(row: ImageRecord, held: Held | undefined): FleetImageRow {
  const { site, cluster, place, name, node, form, tools, size, created } = row;
  const { architecture, signed, encrypted, digest, nodes } = row;
  return {
    ...{ site, cluster, place, name, node, form, tools },
    size: size === null ? null : Number(size),
    ...{ created, architecture, signed, encrypted, digest, nodes },
    document: held?.document ?? '',
    confirmedAt: timeOrNull(held?.confirmed ?? null),
  };
}

type Held = { item: number; document: string; confirmed: Date | null };

async function placesOf(db: Queryable, rows: ImageRecord[]) {
  const found = await db.query<Held>(sql('find-places'), [rows.map((row) => row.item)]);
  return new Map(found.rows.map((row) => [row.item, row]));
}

interface CopiesRecord extends Record<string, unknown> {
  digest: string;
  copies: number;
  clusters: number;
  bytes: string;
  spare: string;
  places: string[];
}

export interface CopiesFilter extends PageAsked {
  site: string;
  cluster: string;
  nodes?: string;
}

/** Those first that take most space beyond one of them. */
export const copyList = {
  statement: 'fleet-image-copies',
  columns: {
    digest: { by: 'digest', type: 'text' },
    copies: { by: 'copies', type: 'int' },
    clusters: { by: 'clusters', type: 'int' },
    bytes: { by: 'bytes', type: 'bigint' },
    spare: { by: 'spare', type: 'bigint' },
  },
  order: [
    { by: 'spare', type: 'bigint', down: true },
    { by: 'digest', type: 'text' },
  ],
  whole: true,
} satisfies SqlList;

/** Images with equal digests in several places, with the space they take. */
export async function listImageCopies(db: Queryable, filter: CopiesFilter) {
  const values = [filter.site, filter.cluster, nodesNamed(filter.nodes ?? '')];
  const page = await pageOfList<CopiesRecord>(db, copyList, values, filter);
  const items = page.items.map(
    ({ digest, copies, clusters, bytes, spare, places }): FleetImageCopiesRow => ({
      ...{ digest, copies, clusters, places },
      bytes: Number(bytes),
      spare: Number(spare),
    }),
  );
  return { ...page, items };
}
