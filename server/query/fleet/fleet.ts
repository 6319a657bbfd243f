import { facetNames } from '../../facets/names.ts';
import { fold } from '../../inventory/nodeSetFold.ts';
import type { FleetGrouping, FleetHeld, FleetPlace } from '../../routes/schemas/fleet.ts';
import { sql } from '../../sql.ts';
import type { Queryable } from '../../store/database.ts';
import { nodesNamed } from '../nodesNamed.ts';
import { timeOrNull } from '../rows.ts';
import type { PageAsked } from '../sqlList.ts';
import { pageOfWhole } from '../wholeList.ts';
import { exactlyOf } from './exactly.ts';
import type { FleetFacts, FleetTable } from './tables.ts';

export interface FleetFilter extends PageAsked {
  site: string;
  cluster: string;
  role: string;
  /** A node set; '' any. */
  nodes?: string;
  by: FleetGrouping;
  /** Exactly this in the column that lines are called by. */
  value: string;
  /** Exactly this in some columns, as JSON. */
  is: string;
  state: FleetPlace['state'] | '';
  q: string;
}

type Line = FleetPlace & FleetHeld & FleetFacts;

/** The nodes that are alike in one document, of one cluster and role. */
interface Alike {
  site: string;
  cluster: string;
  role: string;
  document: number | null;
  absent: boolean;
  nodes: string[];
  confirmed: Date | null;
}

/** What the nodes in service have of one facet: one line per place and different facts, each with its nodes. */
export async function listFleet(db: Queryable, table: FleetTable, filter: FleetFilter) {
  const lines = await linesOf(db, table, filter);
  const isExactly = exactlyOf(filter.is, Object.keys(table.none));
  const shown = lines
    .filter((line) => filter.state === '' || line.state === filter.state)
    .filter((line) => filter.value === '' || line[table.by] === filter.value)
    .filter(isExactly)
    .filter((line) => holds(line, filter.q))
    .sort((a, b) => order(keyOf(a), keyOf(b)));
  return pageOfWhole(shown, filter, { cell: (line, column) => line[column], identity: identityOf });
}

async function linesOf(db: Queryable, table: FleetTable, filter: FleetFilter): Promise<Line[]> {
  const number = facetNames.indexOf(table.facet);
  const alike = await db.query<Alike & Record<string, unknown>>(sql('fleet-documents'), [
    number,
    filter.site,
    filter.cluster,
    filter.role,
    nodesNamed(filter.nodes ?? ''),
  ]);
  const documents = await documentsOf(db, alike.rows);
  const gathered = new Map<string, Gathered>();
  for (const group of alike.rows) {
    const document = documents.get(group.document ?? 0);
    const place = placeOf(group, filter.by);
    const known = document ? table.lines(document.facts) : null;
    const none = { state: group.absent ? ('absent' as const) : ('unknown' as const), facts: [table.none] };
    // A document without lines says that there is none.
    const { state, facts } =
      known === null
        ? none
        : known.length === 0
          ? { state: 'absent' as const, facts: [table.none] }
          : { state: 'present' as const, facts: known };
    for (const one of facts) gather(gathered, table, { ...place, state }, one, group, document?.hash ?? '');
  }
  return [...gathered.values()].map((one) => lineOf(table, filter.by, one));
}

async function documentsOf(
  db: Queryable,
  alike: Alike[],
): Promise<Map<number, { hash: string; facts: unknown }>> {
  const ids = [...new Set(alike.flatMap(({ document }) => (document === null ? [] : [document])))];
  const found = await db.query<{ id: number; hash: string; facts: unknown }>(
    `select id, encode(hash, 'hex') as hash, facts from document where id = any($1)`,
    [ids],
  );
  return new Map(found.rows.map(({ id, hash, facts }) => [id, { hash, facts }]));
}

function placeOf({ site, cluster, role }: Alike, by: FleetGrouping): Omit<FleetPlace, 'state'> {
  if (by === 'role') return { site, cluster, role };
  if (by === 'cluster') return { site, cluster, role: '' };
  return { site: by === 'site' ? site : '', cluster: '', role: '' };
}

/** A line while its nodes are found. */
interface Gathered {
  place: FleetPlace;
  facts: FleetFacts;
  /** By cluster, since two clusters may have a node of one name. */
  nodes: Set<string>;
  sum: number | null;
  documents: Set<string>;
  confirmed: Date | null;
  /** Some of the nodes were never read. */
  never: boolean;
}

function gather(
  gathered: Map<string, Gathered>,
  table: FleetTable,
  place: FleetPlace,
  facts: FleetFacts,
  group: Alike,
  document: string,
): void {
  const { [table.sum ?? '']: sum, ...same } = facts;
  const key = JSON.stringify([place, same]);
  const line = gathered.get(key) ?? {
    place,
    facts,
    nodes: new Set(),
    sum: null,
    documents: new Set(),
    confirmed: null,
    never: false,
  };
  gathered.set(key, line);
  for (const node of group.nodes) line.nodes.add(JSON.stringify([group.site, group.cluster, node]));
  if (typeof sum === 'number') line.sum = (line.sum ?? 0) + sum * group.nodes.length;
  if (document !== '') line.documents.add(document);
  if (group.confirmed === null) line.never = true;
  else if (line.confirmed === null || group.confirmed < line.confirmed) line.confirmed = group.confirmed;
}

function lineOf(table: FleetTable, by: FleetGrouping, line: Gathered): Line {
  const [document = ''] = line.documents;
  const names = [...line.nodes].map((node) => JSON.parse(node)[2] as string);
  return {
    ...line.place,
    ...line.facts,
    ...(table.sum === undefined ? {} : { [table.sum]: line.sum }),
    nodes: line.nodes.size,
    nodeSet: by === 'cluster' || by === 'role' ? fold(names) : '',
    document: line.documents.size === 1 ? document : '',
    confirmedAt: line.never ? null : timeOrNull(line.confirmed),
  };
}

function holds(line: Line, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return true;
  return Object.values(line).some((cell) => typeof cell === 'string' && cell.toLowerCase().includes(wanted));
}

/** How many nodes there are, and when they were read, may be another thing at the next page. */
function identityOf({ nodes: _, nodeSet: __, confirmedAt: ___, document: ____, ...rest }: Line) {
  return rest;
}

/** Place by place, the most frequent first. */
function keyOf({ site, cluster, role, nodes, confirmedAt: _, ...rest }: Line): (string | number)[] {
  return [site, cluster, role, nodes, JSON.stringify(rest)];
}

const NODES = 3;

function order(a: (string | number)[], b: (string | number)[]): number {
  for (const [at, one] of a.entries()) {
    const other = b[at] ?? '';
    if (one === other) continue;
    return (one < other ? -1 : 1) * (at === NODES ? -1 : 1);
  }
  return 0;
}
