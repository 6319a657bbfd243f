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
import { type Known, present, unknown } from './facts.ts';
import { type Deciding, deciding, type HostFacts, type NodeGroup } from './nodeGroup.ts';

interface Row {
  cluster: number;
  facet: number;
  /** A document, or -1 absent, -2 it told nothing, -3 never read. */
  document: number;
  confirmed: Date | null;
  /** Only in the row of the first facet. */
  names: string[] | null;
  roles: string[] | null;
  node: number;
}

interface Place {
  id: number;
  site: string;
  cluster: string;
}

interface Document {
  hash: string;
  facts: unknown;
}

/** The nodes of a cluster, or of these only, put together where they hold the same documents in every facet that decides. */
export async function nodeGroupsOf(
  db: Queryable,
  clusterId: number,
  nodeIds: number[] | null = null,
): Promise<NodeGroup[]> {
  return (await nodeGroupsIn(db, [clusterId], nodeIds)).get(clusterId) ?? [];
}

/** The same for many clusters at once, by the id of the cluster. */
export async function nodeGroupsIn(
  db: Queryable,
  clusterIds: number[],
  nodeIds: number[] | null = null,
): Promise<Map<number, NodeGroup[]>> {
  const numbers = deciding.map((name) => facetNames.indexOf(name));
  const [places, found] = await Promise.all([
    db.query<Place>(
      `select cluster.id, site.name as site, cluster.name as cluster
       from cluster join site on site.id = cluster.site_id where cluster.id = any($1)`,
      [clusterIds],
    ),
    db.query<Row>(sql('node-groups'), [clusterIds, numbers, nodeIds]),
  ]);
  const groupOf = groupReader(await documentsOf(db, found.rows));
  const placeOf = new Map(places.rows.map((place) => [place.id, place]));
  const groups = new Map(places.rows.map((place): [number, NodeGroup[]] => [place.id, []]));
  for (let at = 0; at < found.rows.length; at += numbers.length) {
    const rows = found.rows.slice(at, at + numbers.length);
    const place = placeOf.get(rows[0]?.cluster ?? 0);
    if (place) groups.get(place.id)?.push(groupOf(place, rows));
  }
  for (const own of groups.values()) {
    own.sort((a, b) => b.nodeCount - a.nodeCount || (a.nodes < b.nodes ? -1 : 1));
  }
  return groups;
}

async function documentsOf(db: Queryable, rows: Row[]): Promise<Map<number, Document>> {
  const ids = [...new Set(rows.map((row) => row.document))].filter((id) => id > 0);
  const found = await db.query<Document & { id: number }>(
    `select id, encode(hash, 'hex') as hash, facts from document where id = any($1::int[])`,
    [ids],
  );
  return new Map(found.rows.map((row) => [row.id, row]));
}

/** The facts of a facet's documents, each checked once; null where this version does not read their form. */
function reader<Facts>(
  schema: ZodType<Facts>,
  documents: Map<number, Document>,
): (id: number) => Facts | null {
  const read = new Map<number, Facts | null>();
  return (id) => {
    const before = read.get(id);
    if (before !== undefined) return before;
    const parsed = schema.safeParse(documents.get(id)?.facts);
    const facts = parsed.success ? parsed.data : null;
    read.set(id, facts);
    return facts;
  };
}

type GroupReader = (place: Place, rows: Row[]) => NodeGroup;

function groupReader(documents: Map<number, Document>): GroupReader {
  const hardware = reader(Hardware, documents);
  const kernel = reader(Kernel, documents);
  const os = reader(OperatingSystem, documents);
  const gpus = reader(Gpus, documents);
  const runtimes = reader(Runtimes, documents);
  const fabric = reader(Fabric, documents);
  return ({ site, cluster }, rows) => {
    const known = <Facts>(name: Deciding, read: (id: number) => Facts | null): Known<Facts> => {
      const row = rows.find((one) => one.facet === facetNames.indexOf(name));
      return knownOf(name, row, row && documents.get(row.document)?.hash, read);
    };
    const facts: HostFacts = {
      hardware: known('hardware', hardware),
      kernel: known('kernel', kernel),
      os: known('os', os),
      gpus: known('gpus', gpus),
      runtimes: known('runtimes', runtimes),
      fabric: known('fabric', fabric),
    };
    const names = rows[0]?.names ?? [];
    return {
      site,
      cluster,
      ...facts,
      nodes: fold(names),
      nodeCount: names.length,
      nodeId: rows[0]?.node ?? 0,
      roles: rows[0]?.roles ?? [],
    };
  };
}

const ABSENT = -1;
const TOLD_NOTHING = -2;

/** What a facet of alike nodes is. Its age is that of the node that was confirmed longest ago. */
function knownOf<Facts>(
  name: Deciding,
  row: Row | undefined,
  hash: string | undefined,
  read: (id: number) => Facts | null,
): Known<Facts> {
  const confirmedAt = timeOrNull(row?.confirmed ?? null);
  if (row?.document === ABSENT) return { state: 'absent', document: '', confirmedAt };
  if (row?.document === TOLD_NOTHING) return unknown(`the facet ${name} told nothing`);
  if (row === undefined || hash === undefined) return unknown(`the facet ${name} was never read`);
  const facts = read(row.document);
  if (facts === null) return unknown(`the facet ${name} is stored in a form that this version does not read`);
  return present(facts, { document: hash, confirmedAt });
}
