import { facetNames } from '../facets/names.ts';
import { fold as foldNodes } from '../inventory/nodeSetFold.ts';
import { sql } from '../sql.ts';
import { inCluster } from './clusterLock.ts';
import { countProviders, type HeldTool } from './clusterProviders.ts';
import type { Database, Queryable } from './database.ts';
import { providerNumber } from './providers.ts';

interface Place {
  item: number;
  root: number | null;
  node: number | null;
  offering: number;
  tool: number;
  provider: number;
  locator: string;
  /** What the place says of the bytes, in words with spaces between. */
  marks: string;
}

interface Entry {
  offering: number;
  nodes: Set<number>;
  places: number;
  /** The place shown as the example, and how many nodes have it. */
  item: number;
  locator: string;
  itemNodes: number;
  marks: Set<string>;
  /** Some place of it nobody can write to. */
  fixed: boolean;
}

/** One row of cluster_tool in the making: its arrays side by side. */
interface Row {
  tool: number;
  provider: number;
  entries: Entry[];
}

/**
 * Rewrites find's answers of one cluster for the tools that some documents offer; for all tools when
 * `documents` is null. The result depends on the stored intervals only, so a rebuild gives the same rows.
 */
export async function refreshRollup(
  db: Database,
  clusterId: number,
  documents: Iterable<number> | null,
): Promise<void> {
  const list = documents && [...documents];
  if (list?.length === 0) return;
  await inCluster(db, clusterId, async (tx) => {
    const tools = list && (await toolsOf(tx, clusterId, list));
    if (tools?.length === 0) return;
    const names = await nodesOfRoots(tx, clusterId);
    const places = await tx.query<Place>(sql('rollup-items'), [clusterId, tools, CVMFS, EASYBUILD, MODULE]);
    const before = await tx.query<HeldTool>(
      `delete from cluster_tool where cluster_id = $1 and ($2::int[] is null or tool_id = any($2))
       returning tool_id as tool, provider, cardinality(offerings) as offerings, writable`,
      [clusterId, tools],
    );
    const rows = rowsOf(places.rows, names.ofRoot);
    await insertRows(tx, clusterId, rows, names.ofNode);
    const now = rows.map((row) => ({
      tool: row.tool,
      provider: row.provider,
      offerings: row.entries.length,
      writable: isWritable(row),
    }));
    await countProviders(tx, clusterId, tools === null ? null : before.rows, now);
    await noteStale(
      tx,
      clusterId,
      [...before.rows, ...rows].map(({ tool }) => tool),
    );
  });
}

/** The masks of these tools are brought up to date later (server/compare/masks.ts). */
async function noteStale(tx: Queryable, clusterId: number, tools: number[]): Promise<void> {
  await tx.query(
    `insert into stale_tool (cluster_id, tool_id) select $1, tool_id from unnest($2::int[]) as tool_id
     on conflict do nothing`,
    [clusterId, [...new Set(tools)]],
  );
}

const CVMFS = facetNames.indexOf('cvmfs');
const EASYBUILD = facetNames.indexOf('easybuild');
const MODULE = providerNumber('module');

async function toolsOf(tx: Queryable, clusterId: number, documents: number[]): Promise<number[]> {
  const found = await tx.query<{ id: number }>(sql('rollup-tools'), [documents, clusterId]);
  return found.rows.map((row) => row.id);
}

async function nodesOfRoots(tx: Queryable, clusterId: number) {
  const found = await tx.query<{ root: number; node: number; name: string }>(sql('rollup-nodes'), [
    clusterId,
  ]);
  const ofRoot = new Map<number, number[]>();
  for (const row of found.rows) {
    const nodes = ofRoot.get(row.root);
    if (nodes) nodes.push(row.node);
    else ofRoot.set(row.root, [row.node]);
  }
  const all = await tx.query<{ id: number; name: string }>(
    'select id, name from node where cluster_id = $1 and retired_at is null',
    [clusterId],
  );
  return { ofRoot, ofNode: new Map(all.rows.map((row) => [row.id, row.name])) };
}

function rowsOf(places: Place[], nodesOfRoot: Map<number, number[]>): Row[] {
  const rows: Row[] = [];
  for (const place of places) {
    const nodes = place.node === null ? nodesOfRoot.get(place.root ?? 0) : [place.node];
    // A root that no node in service sees any more offers nothing.
    if (!nodes) continue;
    let row = rows.at(-1);
    if (row?.tool !== place.tool || row.provider !== place.provider) {
      row = { tool: place.tool, provider: place.provider, entries: [] };
      rows.push(row);
    }
    let entry = row.entries.at(-1);
    if (entry?.offering !== place.offering) {
      entry = entryOf(place.offering);
      row.entries.push(entry);
    }
    entry.places += 1;
    // The place on the most nodes is the example shown; of equals the oldest.
    if (nodes.length >= entry.itemNodes) {
      Object.assign(entry, { item: place.item, locator: place.locator, itemNodes: nodes.length });
    }
    for (const node of nodes) entry.nodes.add(node);
    const marks = place.marks === '' ? [] : place.marks.split(' ');
    for (const mark of marks) entry.marks.add(mark);
    entry.fixed ||= !marks.includes('writable');
  }
  return rows;
}

function entryOf(offering: number): Entry {
  return {
    offering,
    nodes: new Set(),
    places: 0,
    item: 0,
    locator: '',
    itemNodes: 0,
    marks: new Set(),
    fixed: false,
  };
}

const isWritable = ({ entries }: Row) => entries.every(({ fixed }) => !fixed);

/** What somebody can change is so only where all of it is. */
function marksOf({ marks, fixed }: Entry): string {
  return [...marks]
    .filter((mark) => mark !== 'writable' || !fixed)
    .sort()
    .join(' ');
}

const BATCH = 2000;

async function insertRows(
  tx: Queryable,
  clusterId: number,
  rows: Row[],
  names: Map<number, string>,
): Promise<void> {
  const folded = new Map<string, string>();
  const fold = (nodes: Set<number>) => {
    const ids = [...nodes].sort((a, b) => a - b);
    const key = ids.join(' ');
    const known = folded.get(key);
    if (known !== undefined) return known;
    const text = foldNodes(ids.map((id) => names.get(id) ?? ''));
    folded.set(key, text);
    return text;
  };
  for (let from = 0; from < rows.length; from += BATCH) {
    const batch = rows.slice(from, from + BATCH).map((row) => ({
      tool_id: row.tool,
      provider: row.provider,
      offerings: row.entries.map((entry) => entry.offering),
      nodes: row.entries.map((entry) => entry.nodes.size),
      places: row.entries.map((entry) => entry.places),
      items: row.entries.map((entry) => entry.item),
      node_sets: row.entries.map((entry) => fold(entry.nodes)),
      locators: row.entries.map((entry) => entry.locator),
      marks: row.entries.map(marksOf),
      writable: isWritable(row),
    }));
    await tx.query(
      `insert into cluster_tool (cluster_id, tool_id, provider, offerings, nodes, places, items, node_sets, locators, marks, writable)
       select $1, tool_id, provider, offerings, nodes, places, items, node_sets, locators, marks, writable
       from jsonb_to_recordset($2::jsonb) as new (tool_id int, provider smallint, offerings int[], nodes int[],
         places int[], items int[], node_sets text[], locators text[], marks text[], writable boolean)`,
      [clusterId, JSON.stringify(batch)],
    );
  }
}
