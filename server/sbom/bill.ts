import { type Coverage, coverageOf, unread } from '../compare/gaps.ts';
import type { ResolvedScope } from '../compare/scope.ts';
import { GazetteerError } from '../errors.ts';
import type { Queryable } from '../store/database.ts';
import { assemblies } from './assemblies.ts';
import { isBilled } from './billedKinds.ts';
import type { Bill } from './bom.ts';
import type { Assembly, Component, Property } from './component.ts';
import { changedAt, type Placed, placed } from './places.ts';

/** Most places that a component tells of. */
const MOST_PLACES = 100;

/** The bill of one document: an environment, an image, a tree of modules, the packages of nodes. */
export async function documentBill(db: Queryable, hash: string): Promise<Bill> {
  const found = await db.query<{ id: number; kind: string; bytes: number }>(
    'select id, kind, bytes from document where hash = $1',
    [Buffer.from(/^[0-9a-f]{64}$/.test(hash) ? hash : '', 'hex')],
  );
  const [row] = found.rows;
  if (!row) throw new GazetteerError('not-found', `there is no document ${hash.slice(0, 80)}`);
  if (!isBilled(row.kind))
    throw new GazetteerError(
      'not-found',
      `a document of ${row.kind} tells of no software`,
      'Images, environments, modules, runtimes, kernels and lists of packages do',
    );
  const [there = { ...row, hash, places: [] }] = await placed(db, null, [row.id]);
  for await (const assembly of assemblies(db, [there], null))
    return {
      subject: subjectOf(assembly, there),
      aggregate: assembly.aggregate,
      changedAt: await changedAt(db, null, row.id),
      properties: [],
      components: listed(assembly.parts),
    };
  throw new Error('a document has one assembly');
}

/** The bill of a cluster: what its documents tell, each once, made of its own parts. */
export async function clusterBill(
  db: Queryable,
  scope: ResolvedScope,
  { staleDays, now }: { staleDays: number; now: Date },
): Promise<Bill> {
  const [clusterId = 0] = scope.clusterIds;
  const documents = await placed(db, clusterId, null);
  const coverage = (await coverageOf(db, { clusterIds: [clusterId], nodeIds: null, at: now, staleDays })).get(
    clusterId,
  );
  return {
    subject: { type: 'platform', 'bom-ref': 'cluster', name: `${scope.site}/${scope.cluster}` },
    aggregate:
      documents.length === 0 ? 'unknown' : (coverage ?? unread()).facets === 0 ? 'complete' : 'incomplete',
    changedAt: await changedAt(db, clusterId, null),
    properties: gapsOf(coverage ?? unread()),
    components: ofCluster(db, documents, clusterId),
  };
}

const NODE_LISTS: ReadonlySet<string> = new Set(['gpus.node', 'runtimes.node', 'packages.node']);

async function* ofCluster(db: Queryable, documents: Placed[], clusterId: number): Bill['components'] {
  for await (const assembly of assemblies(db, documents, clusterId)) {
    const { parts, aggregate } = assembly;
    // Nodes that were read and have none of it.
    if (parts.length === 0 && aggregate === 'complete' && NODE_LISTS.has(assembly.placed.kind)) continue;
    const component: Component = {
      ...subjectOf(assembly, assembly.placed),
      ...(parts.length === 0 ? {} : { components: parts }),
    };
    yield { component, aggregate };
  }
}

async function* listed(parts: Component[]): Bill['components'] {
  for (const component of parts) yield { component };
}

/** What is told of a document as a whole: which it is, and where. */
function subjectOf({ subject }: Assembly, { hash, kind, places }: Placed): Bill['subject'] {
  const told = places.slice(0, MOST_PLACES);
  const own: Property[] = [
    { name: 'gazetteer:document', value: hash },
    { name: 'gazetteer:kind', value: kind },
    ...(subject.properties ?? []),
    ...(places.length > told.length ? [{ name: 'gazetteer:places', value: String(places.length) }] : []),
  ];
  return {
    ...subject,
    'bom-ref': `document:${hash}`,
    ...(told.length === 0 ? {} : { evidence: { occurrences: told.map((location) => ({ location })) } }),
    properties: own,
  };
}

function gapsOf({ gaps }: Coverage): Property[] {
  return gaps.map(({ facet, root, reason, node, nodes }) => {
    const where = [root && `${root}`, node && `on ${nodes === 1 ? node : `${nodes} nodes, such as ${node}`}`];
    const told = [`${facet}: ${reason}`, ...where.filter((part) => part !== '')].join(' ');
    return { name: 'gazetteer:unread', value: told };
  });
}
