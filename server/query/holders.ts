import { fold } from '../inventory/nodeSetFold.ts';
import type { DocumentView } from '../routes/schemas/places.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { readersOf } from './readers.ts';
import { timeOf, timeOrNull } from './rows.ts';

type Place = DocumentView['heldBy'][number];

/** A node that sees the document at a place. */
interface Sight extends Record<string, unknown> {
  site: string;
  cluster: string;
  name: string;
  path: string;
  /** The root where one node reads it for all; null where each reads its own. */
  root: number | null;
  /** What of a root it is; 0 where it is a fact of the node itself. */
  item: number;
  since: Date;
  confirmed: Date | null;
}

/** Most shared roots of which it is looked up who read them, and when. */
const MOST_SHARED = 200;

/** Every place that holds a document, with the nodes that see it there. */
export async function holdersOf(db: Queryable, id: number): Promise<Place[]> {
  const { rows } = await db.query<Sight>(sql('document-held-by'), [id]);
  const roots = [...new Set(rows.flatMap(({ root }) => root ?? []))].slice(0, MOST_SHARED);
  const shared = rows.filter(({ root }) => root !== null && roots.includes(root));
  const [readers, readLast] = await Promise.all([readersOf(db, roots), sharedReadLast(db, shared)]);
  const places = new Map<string, [Sight, ...Sight[]]>();
  for (const row of rows) {
    const key = JSON.stringify([row.site, row.cluster, row.path]);
    const place = places.get(key);
    if (place) place.push(row);
    else places.set(key, [row]);
  }
  return [...places.values()].map((sights): Place => {
    const [{ site, cluster, path, root }] = sights;
    const times = sights.map((sight) => confirmedOf(sight, readLast));
    return {
      site,
      cluster,
      nodes: fold(sights.map(({ name }) => name)),
      path,
      readOn: readers.get(root ?? 0) ?? '',
      since: timeOf(oldest(sights.map(({ since }) => since))),
      confirmedAt: timeOrNull(times.includes(null) ? null : oldest(times.flatMap((time) => time ?? []))),
    };
  });
}

/** When nobody holds it any more: until when somebody surely did. */
export async function lastHeld(db: Queryable, id: number): Promise<string | null> {
  const found = await db.query<{ at: Date | null }>(
    `select max(coalesce(until_after, since)) as at from (
       select until_after, since from observation where document_id = $1
       union all select until_after, since from root_item where document_id = $1
     ) as held`,
    [id],
  );
  return timeOrNull(found.rows[0]?.at ?? null);
}

/** A place was read at the latest when it began to hold this, also where that visit is kept no more. */
function confirmedOf(
  { root, item, since, confirmed }: Sight,
  readLast: Map<number, Date | null>,
): Date | null {
  if (root === null) return latest(confirmed, since);
  const read = readLast.get(item);
  return read === undefined ? null : latest(read, since);
}

const latest = (one: Date | null, other: Date) => (one === null || one < other ? other : one);
const oldest = (times: Date[]) => times.reduce((one, other) => (other < one ? other : one));

/** As find tells it of what it shows. */
async function sharedReadLast(db: Queryable, sights: Sight[]): Promise<Map<number, Date | null>> {
  const items = [...new Set(sights.map(({ item }) => item))];
  if (items.length === 0) return new Map();
  const found = await db.query<{ item: number; confirmed: Date | null }>(sql('find-places'), [items]);
  return new Map(found.rows.map(({ item, confirmed }) => [item, confirmed]));
}
