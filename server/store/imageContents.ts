import { agentBundle } from '../agent/bundle.ts';
import type { FacetReading } from '../facets/facet.ts';
import { type FacetName, facetNames } from '../facets/names.ts';
import { facets } from '../facets/registry.ts';
import { sql } from '../sql.ts';
import { cleanText } from './canonical.ts';
import type { Database, Queryable } from './database.ts';
import { ensureDocuments } from './documents.ts';
import { ensureEvidence } from './evidence.ts';

/** Images whose packages one node is asked to list in one visit; each takes it about a second. */
const MOST = 20;

const IMAGES = facetNames.indexOf('images');

/** For each of these nodes the images that it is to look into: the offset of the file system, or 0, and the path. */
export async function wantedContents(db: Queryable, nodeIds: number[]): Promise<Map<number, string[]>> {
  const found = await db.query<{ nodeId: number; path: string; offset: string }>(sql('wanted-contents'), [
    nodeIds,
    IMAGES,
    MOST,
    agentBundle().version,
  ]);
  const wanted = new Map<number, string[]>();
  // A name that is no text is escaped here, and the node could not find the file by that.
  for (const { nodeId, path, offset } of found.rows.filter((row) => !/\\x[0-9a-f]{2}|\n/.test(row.path)))
    wanted.set(nodeId, [...(wanted.get(nodeId) ?? []), `${offset} ${path}`]);
  return wanted;
}

interface Visit {
  clusterId: number;
  nodeId: number;
  startedAt: Date;
  agent: string;
  readings: { facet: FacetName; reading: FacetReading }[];
}

/**
 * Keeps what a visit read inside images, each for the document that its root holds at that path now. Gives the ids
 * of the documents that are new there, and of those that they stand in for, for find.
 */
export async function rememberContents(db: Database, visit: Visit): Promise<number[]> {
  const told = visit.readings
    .filter(({ facet }) => facet === 'images')
    .flatMap(({ reading }) => reading.roots)
    .flatMap((root) => (root.contents ?? []).map((item) => ({ root: cleanText(root.path), item })));
  if (told.length === 0) return [];
  const documents = await ensureDocuments(
    db,
    told.map(({ item }) => ({
      facts: item.facts,
      offerings: () => facets.images.offerings(item.facts, item.path),
    })),
  );
  return db.transaction(async (tx) => {
    const agent = await tx.query<{ id: number }>('select id from agent_version where version = $1', [
      visit.agent,
    ]);
    const agentId = agent.rows[0]?.id;
    if (agentId === undefined) return [];
    const evidence = await ensureEvidence(
      tx,
      agentId,
      told.map(({ item }) => item.evidence.parts),
    );
    const stored = await tx.query<{ id: number }>(
      `with before as (
         select image_contents.root_id, image_contents.path, image_contents.contents_id from image_contents
         join root on root.id = image_contents.root_id and root.cluster_id = $8 and root.path = any($4::text[])
       ), stored as (
       insert into image_contents (root_id, path, document_id, contents_id, evidence_id, read_at)
       select distinct on (root.id, item.path) root.id, item.path, item.document_id, told.contents, told.evidence, $2
       from unnest($4::text[], $5::text[], $6::int[], $7::int[]) as told (root, path, contents, evidence)
       join root on root.facet = $3 and root.kind in ('folder', 'podman-store', 'podman-shared') and root.path = told.root
       join node_root on node_root.root_id = root.id and node_root.node_id = $1 and node_root.until is null
       join root_item item on item.root_id = root.id and item.path = told.path and item.until is null
       on conflict (root_id, path) do update set document_id = excluded.document_id,
         contents_id = excluded.contents_id, evidence_id = excluded.evidence_id, read_at = excluded.read_at
       returning root_id, path, contents_id)
       select contents_id as id from stored
       union
       select before.contents_id from before join stored using (root_id, path)`,
      [
        visit.nodeId,
        visit.startedAt,
        IMAGES,
        told.map(({ root }) => root),
        told.map(({ item }) => cleanText(item.path)),
        documents.map((one) => one.id),
        evidence,
        visit.clusterId,
      ],
    );
    return stored.rows.map((row) => row.id);
  });
}
