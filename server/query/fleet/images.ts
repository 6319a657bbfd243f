import { keyOfCursor, pageOfRows } from '../../routes/cursor.ts';
import type { FleetImageCopiesRow, FleetImageRow } from '../../routes/schemas/fleetImages.ts';
import { sql } from '../../sql.ts';
import type { Queryable } from '../../store/database.ts';
import { timeOrNull } from '../rows.ts';

export interface FleetImageFilter {
  site: string;
  cluster: string;
  q: string;
  form: string;
  digest: string;
  only: '' | 'nameless';
  limit: number;
  after: string;
}

interface ImageRecord {
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
  total: number;
}

/** Images that are there now, place by place. */
export async function listFleetImages(db: Queryable, filter: FleetImageFilter) {
  const after = keyOfCursor(filter.after, ['text', 'text', 'text', 'integer']) ?? [null, null, null, null];
  const { rows } = await db.query<ImageRecord & Record<string, unknown>>(sql('fleet-images'), [
    filter.site,
    filter.cluster,
    filter.q,
    filter.form,
    filter.digest,
    filter.only,
    ...after,
    filter.limit + 1,
  ]);
  const places = await placesOf(db, rows);
  const total = rows[0]?.total ?? 0;
  return pageOfRows(
    rows,
    filter.limit,
    total,
    ({ item, size, total: _, ...row }): FleetImageRow => ({
      ...row,
      size: size === null ? null : Number(size),
      document: places.get(item)?.document ?? '',
      confirmedAt: timeOrNull(places.get(item)?.confirmed ?? null),
    }),
    (row) => [row.site, row.cluster, row.place, row.item],
  );
}

async function placesOf(db: Queryable, rows: ImageRecord[]) {
  const found = await db.query<{ item: number; document: string; confirmed: Date | null }>(
    sql('find-places'),
    [rows.map((row) => row.item)],
  );
  return new Map(found.rows.map((row) => [row.item, row]));
}

interface CopiesRecord {
  digest: string;
  copies: number;
  clusters: number;
  bytes: string;
  spare: string;
  places: string[];
  total: number;
}

export interface CopiesFilter {
  site: string;
  cluster: string;
  limit: number;
  after: string;
}

/** Images with equal digests in several places, with the space they take. */
export async function listImageCopies(db: Queryable, filter: CopiesFilter) {
  const after = keyOfCursor(filter.after, ['digits', 'text']) ?? [null, null];
  const { rows } = await db.query<CopiesRecord & Record<string, unknown>>(sql('fleet-image-copies'), [
    filter.site,
    filter.cluster,
    ...after,
    filter.limit + 1,
  ]);
  return pageOfRows(
    rows,
    filter.limit,
    rows[0]?.total ?? 0,
    ({ bytes, spare, total: _, ...row }): FleetImageCopiesRow => ({
      ...row,
      bytes: Number(bytes),
      spare: Number(spare),
    }),
    (row) => [row.spare, row.digest],
  );
}
