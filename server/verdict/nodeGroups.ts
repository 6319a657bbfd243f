import type { ZodType } from 'zod';
import { Fabric } from '../facets/fabric/schema.ts';
import { Gpus } from '../facets/gpus/schema.ts';
import { Hardware } from '../facets/hardware/schema.ts';
import { Kernel } from '../facets/kernel/schema.ts';
import { facetNames } from '../facets/names.ts';
import { OperatingSystem } from '../facets/os/schema.ts';
import { Runtimes } from '../facets/runtimes/schema.ts';
import { fold } from '../inventory/nodeSetFold.ts';
import { timeOrNull } from '../query/rows.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { type Known, unknown } from './facts.ts';
import { type Deciding, deciding, type HostFacts, type NodeGroup } from './nodeGroup.ts';

interface Row {
  id: number;
  name: string;
  role: string;
  facet: number;
  hash: string | null;
  document: number | null;
  confirmed: Date | null;
  absent: boolean;
}

interface Place {
  site: string;
  cluster: string;
}

/** The nodes of a cluster, or of these only, put together where they hold the same documents in every facet that decides. */
export async function nodeGroupsOf(
  db: Queryable,
  clusterId: number,
  nodeIds: number[] | null = null,
): Promise<NodeGroup[]> {
  const places = await db.query<Place>(
    'select site.name as site, cluster.name as cluster from cluster join site on site.id = site_id where cluster.id = $1',
    [clusterId],
  );
  const place = places.rows[0];
  if (!place) return [];
  const numbers = deciding.map((name) => facetNames.indexOf(name));
  const found = await db.query<Row>(sql('node-groups'), [clusterId, numbers, nodeIds]);
  const groups = groupsOf(found.rows, numbers.length);
  const documents = await documentsOf(db, found.rows);
  return groups
    .map((rows) => groupOf(place, rows, documents))
    .sort((a, b) => b.nodeCount - a.nodeCount || (a.nodes < b.nodes ? -1 : 1));
}

/** Rows of nodes that are alike. A node's rows follow each other, one a facet. */
function groupsOf(rows: Row[], each: number): Row[][] {
  const groups = new Map<string, Row[]>();
  for (let at = 0; at < rows.length; at += each) {
    const node = rows.slice(at, at + each);
    const key = node
      .map((row) => row.document ?? (row.absent ? 'absent' : row.confirmed ? 'none' : ''))
      .join();
    const group = groups.get(key);
    if (group) group.push(...node);
    else groups.set(key, node);
  }
  return [...groups.values()];
}

async function documentsOf(db: Queryable, rows: Row[]): Promise<Map<number, unknown>> {
  const ids = [...new Set(rows.flatMap((row) => row.document ?? []))];
  const found = await db.query<{ id: number; facts: unknown }>(
    'select id, facts from document where id = any($1::int[])',
    [ids],
  );
  return new Map(found.rows.map((row) => [row.id, row.facts]));
}

function groupOf(place: Place, rows: Row[], documents: Map<number, unknown>): NodeGroup {
  const known = <Facts>(name: Deciding, schema: ZodType<Facts>): Known<Facts> =>
    knownOf(
      name,
      rows.filter((row) => row.facet === facetNames.indexOf(name)),
      documents,
      schema,
    );
  const facts: HostFacts = {
    hardware: known('hardware', Hardware),
    kernel: known('kernel', Kernel),
    os: known('os', OperatingSystem),
    gpus: known('gpus', Gpus),
    runtimes: known('runtimes', Runtimes),
    fabric: known('fabric', Fabric),
  };
  const nodes = new Map(rows.map((row) => [row.name, row]));
  return {
    ...place,
    ...facts,
    nodes: fold(nodes.keys()),
    nodeCount: nodes.size,
    nodeId: rows[0]?.id ?? 0,
    roles: [...new Set(rows.map((row) => row.role))].sort(),
  };
}

/** What a facet of alike nodes is. Its age is that of the node that was confirmed longest ago. */
function knownOf<Facts>(
  name: Deciding,
  rows: Row[],
  documents: Map<number, unknown>,
  schema: ZodType<Facts>,
): Known<Facts> {
  const [first] = rows;
  if (!first) return unknown(`the facet ${name} was never read`);
  const confirmedAt = timeOrNull(oldest(rows.map((row) => row.confirmed)));
  if (first.document === null) {
    if (first.absent) return { state: 'absent', document: '', confirmedAt };
    return unknown(
      first.confirmed === null ? `the facet ${name} was never read` : `the facet ${name} told nothing`,
    );
  }
  const parsed = schema.safeParse(documents.get(first.document));
  if (!parsed.success)
    return unknown(`the facet ${name} is stored in a form that this version does not read`);
  return { state: 'present', facts: parsed.data, document: first.hash ?? '', confirmedAt };
}

/** null when any of them was never confirmed. */
function oldest(times: (Date | null)[]): Date | null {
  return times.reduce(
    (old, time) => (old === null || time === null ? null : time < old ? time : old),
    times[0] ?? null,
  );
}
