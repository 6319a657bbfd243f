import type { FacetReading } from '../facets/facet.ts';
import { type FacetName, facetNames } from '../facets/names.ts';
import { sql } from '../sql.ts';
import { cleanText } from './canonical.ts';
import type { Queryable } from './database.ts';

/** Bytes of image files that one node is asked to read to their end in one visit. */
const BUDGET = 2 * 2 ** 30;
/** A longer file would not be done within a facet's time, and be tried in vain at each visit. */
const LONGEST = 4 * 2 ** 30;

const IMAGES = facetNames.indexOf('images');

/**
 * Image files of which no digest is known yet, for each of these nodes as many as fit the budget, small ones first.
 * Of the nodes that see a root the one that answered last is chosen, so that a file on a shared file system is read
 * once, and not waited for on a node that is down. A file that can
 * be written to in place (ext3, an overlay inside) has no lasting digest.
 */
export async function wantedDigests(db: Queryable, nodeIds: number[]): Promise<Map<number, string[]>> {
  const found = await db.query<{ nodeId: number; path: string }>(sql('images-undigested'), [
    nodeIds,
    IMAGES,
    BUDGET,
    LONGEST,
  ]);
  const wanted = new Map<number, string[]>();
  // A name that is no text is escaped here, and the node could not find the file by that.
  for (const { nodeId, path } of found.rows.filter((row) => !/\\x[0-9a-f]{2}|\n/.test(row.path)))
    wanted.set(nodeId, [...(wanted.get(nodeId) ?? []), path]);
  return wanted;
}

/** Keeps the digests that came with a visit, each beside the image that its root holds at that path now; gives the documents of which more is known now. */
export async function rememberDigests(
  db: Queryable,
  visit: { nodeId: number; startedAt: Date; readings: { facet: FacetName; reading: FacetReading }[] },
): Promise<number[]> {
  const roots = visit.readings.flatMap(({ facet, reading }) => (facet === 'images' ? reading.roots : []));
  const told = roots.flatMap(({ path, digests = [] }) =>
    digests.map((one) => ({
      root: cleanText(path),
      path: cleanText(one.path),
      sha256: Buffer.from(one.sha256, 'hex'),
    })),
  );
  if (told.length === 0) return [];
  const kept = await db.query<{ id: number }>(
    `insert into image_digest (root_id, path, document_id, sha256, computed_at)
     select distinct on (root.id, item.path) root.id, item.path, item.document_id, told.sha256, $2
     from unnest($4::text[], $5::text[], $6::bytea[]) as told (root, path, sha256)
     join root on root.facet = $3 and root.kind = 'folder' and root.path = told.root
     join node_root on node_root.root_id = root.id and node_root.node_id = $1 and node_root.until is null
     join root_item item on item.root_id = root.id and item.path = told.path and item.until is null
     on conflict (root_id, path) do update set document_id = excluded.document_id, sha256 = excluded.sha256,
       computed_at = excluded.computed_at
     returning document_id as id`,
    [
      visit.nodeId,
      visit.startedAt,
      IMAGES,
      told.map((one) => one.root),
      told.map((one) => one.path),
      told.map((one) => one.sha256),
    ],
  );
  return kept.rows.map(({ id }) => id);
}
