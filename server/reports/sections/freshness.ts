import { listHeld } from '../../query/held.ts';
import { listNodes } from '../../query/nodes.ts';
import type { Cluster, NodeRow } from '../../routes/schemas/places.ts';
import { SHOWN_ROWS } from '../rows.ts';
import { address, placeOf } from './address.ts';
import { clustersOf, nameOf } from './clusters.ts';
import { figure } from './figure.ts';
import { pagesAfter } from './pages.ts';
import type { Source, Told } from './source.ts';
import { type MadeTable, number, tableOf, text, time } from './table.ts';
import { counted } from './words.ts';

/** How old what is known is, when the report is made. */
export async function freshness(source: Source): Promise<Told> {
  const { db, config } = source;
  const place = placeOf(source);
  const { staleDays } = config.compare;
  const count = async (more: { outcome?: string; age?: '' | 'stale' }) =>
    (await listNodes(db, { ...NO_FILTER, ...place, ...more }, staleDays)).total;
  const nodes = await count({});
  const stale = await count({ age: 'stale' });
  const never = await count({ outcome: 'never' });
  const held = (await listHeld(db, place)).length;
  const page = (filters: Record<string, string>) => address('/nodes', { ...place, ...filters });
  return {
    section: {
      id: 'freshness',
      title: 'How fresh this is',
      asOf: source.now.toISOString(),
      note: 'A place is held back that changed too much at once to be believed; what was known before stands.',
      figures: [
        figure('nodes', 'Nodes in service', nodes, page({})),
        figure(
          'stale',
          `Nodes of which nothing was learnt for more than ${staleDays} days`,
          stale,
          page({ age: 'stale' }),
        ),
        figure('never', 'Nodes that were never visited', never, page({ outcome: 'never' })),
        figure('held', 'Places held back', held, address('/held', place)),
      ],
      charts: [],
      tables: [source.scope.nodes === '' ? await clusterTable(source) : await nodeTable(source, page({}))],
    },
    line: '',
    attention: '',
    warnings:
      stale > 0
        ? [
            `Of ${counted(stale, 'node')} nothing was learnt for more than ${staleDays} days; what is told of them is as old.`,
          ]
        : [],
  };
}

async function clusterTable(source: Source): Promise<MadeTable> {
  const { cluster, text: scope } = source.scope;
  const href = cluster === '' ? '/' : `/clusters/${scope}`;
  const rows = await clustersOf(source);
  return tableOf({ id: 'freshness', title: 'Ages by cluster', href, columns: COLUMNS, rows });
}

/** What is told of a cluster is of all of its nodes: some of them have a row each. */
async function nodeTable(source: Source, href: string): Promise<MadeTable> {
  const page = (limit: number, after: string) =>
    listNodes(source.db, { ...NO_FILTER, ...placeOf(source), limit, after }, source.config.compare.staleDays);
  const { items: rows, total, next } = await page(SHOWN_ROWS, '');
  const following = pagesAfter(next, page);
  return tableOf({ id: 'freshness', title: 'Ages by node', href, columns: NODES, rows, total, following });
}

const NO_FILTER = {
  role: '',
  outcome: '',
  reason: '',
  q: '',
  unread: '',
  age: '',
  limit: 1,
  after: '',
} as const;

const NODES = [
  text<NodeRow>('node', 'Node', (row) => row.name),
  text<NodeRow>('role', 'Role', (row) => row.role),
  time<NodeRow>('visitedAt', 'Latest visit', (row) => row.visitedAt ?? ''),
  text<NodeRow>('outcome', 'It was', (row) => row.outcome ?? 'never made'),
  time<NodeRow>('lastGoodAt', 'Last learnt of it', (row) => row.lastGoodAt ?? ''),
];

const COLUMNS = [
  text<Cluster>('cluster', 'Cluster', nameOf),
  number<Cluster>('nodes', 'Nodes', (row) => row.nodes),
  number<Cluster>('neverVisited', 'Never visited', (row) => row.neverVisited),
  time<Cluster>('newestVisitAt', 'Newest visit', (row) => row.newestVisitAt ?? ''),
  time<Cluster>('oldestVisitAt', 'Oldest of the last good visits', (row) => row.oldestVisitAt ?? ''),
  number<Cluster>('failed', 'Latest visit failed', (row) => row.latest.failed),
  number<Cluster>('heldRoots', 'Held back', (row) => row.heldRoots),
];
