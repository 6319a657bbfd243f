import { GazetteerError } from '../errors.ts';
import { facetNames, isFacetName } from '../facets/names.ts';
import { decodeFrames } from '../frames/decode.ts';
import type { Database } from '../store/database.ts';
import { readFacet } from './readings.ts';
import { storeSingleVisit } from './sweep.ts';
import { visitFailure } from './visitFailure.ts';

/** Stores a saved agent output as a sweep of one visit, dated now. */
export async function importFrames(db: Database, place: string, bytes: Buffer) {
  const found = await db.query<{ id: number; clusterId: number }>(
    `select node.id, node.cluster_id as "clusterId" from node
     join cluster on cluster.id = node.cluster_id join site on site.id = cluster.site_id
     where site.name || '/' || cluster.name || '/' || node.name = $1 and node.retired_at is null`,
    [place],
  );
  const node = found.rows[0];
  if (!node) {
    throw new GazetteerError(
      'no-node',
      `there is no node ${place}`,
      'Add it to the sites file and run: gazetteer apply sites.yaml',
    );
  }
  const session = decodeFrames(bytes);
  if (session.agent === '') {
    throw new GazetteerError(
      'no-frames',
      `the input holds no agent output (${bytes.length} bytes were read)`,
      'Make one with: gazetteer agent print | ssh NODE sh > FILE',
    );
  }
  const facets = session.facets.filter(
    (one, at) => session.facets.findIndex((o) => o.facet === one.facet) === at,
  );
  const readings = facets.flatMap((evidence) =>
    isFacetName(evidence.facet)
      ? [{ facet: evidence.facet, reading: readFacet(evidence.facet, evidence) }]
      : [],
  );
  // A saved output may be of some facets only; those that it does not hold were not asked for.
  const asked = session.complete ? readings.map((one) => one.facet) : facetNames;
  return storeSingleVisit(db, node.clusterId, {
    nodeId: node.id,
    startedAt: new Date(),
    milliseconds: 0,
    bytes: session.bytes,
    agent: session.agent,
    asked,
    readings,
    failure: visitFailure(session, { failure: null, exitCode: null, stderr: '' }),
  });
}
