import { recentChanges } from '../../changes/recent.ts';
import { listNodes } from '../../query/nodes.ts';
import { readLast } from '../../query/readLast.ts';
import type { Page } from '../../routes/endpoint.ts';
import type { UnconfirmedRow } from '../../routes/schemas/changes.ts';
import type { NodeRow } from '../../routes/schemas/places.ts';
import { isWhole, keptSince } from '../../store/prune/kept.ts';
import { SHOWN_ROWS } from '../rows.ts';
import { address, placeOf, spanOf, unseenFilter, unseenSpan } from './address.ts';
import { clustersOfPeriod } from './clusters.ts';
import { type Addresses, figuresOf, lineOf } from './coverageTotals.ts';
import { type ClusterVisits, isUndue, undueOf, warningsOf } from './coverageWarnings.ts';
import { namesMoved } from './namesMoved.ts';
import { pagesAfter } from './pages.ts';
import type { Source, Told } from './source.ts';
import { byCluster, coverageOf, visitsOf, wantedOf } from './sweepsOf.ts';
import { number, share, tableOf, text, time } from './table.ts';

/** How much of what should have been read was read, what was not, and since when. */
export async function coverage(source: Source): Promise<Told> {
  const { db, scope, sweeps } = source;
  const all = visitsOf(sweeps, [...source.dues.values()]);
  const swept = new Map(byCluster(sweeps));
  const clusters = await clustersOfPeriod(source, swept.keys());
  const rows = clusters.map((name): ClusterVisits => {
    const due = source.dues.get(name);
    return { name, due: due?.times ?? null, ...visitsOf(swept.get(name) ?? [], due ? [due] : []) };
  });
  const undue = rows.filter(isUndue);
  const unseen = await unseenNodes(source);
  const { apart } = await recentChanges(db, scope.text, source.window);
  const unread = apart.filter(({ state }) => state === 'failed' || state === 'held');
  // Where visits are gone, one of them may have read it later than any that is kept.
  const readings = readingsOf(source, unread, unseen !== null);
  const first = await readings.next();
  const here = addresses(source);
  const isDue = rows.length === 0 || undue.length < rows.length;
  const totals = { all, unseen: unseen?.total ?? null, unread: unread.length, isDue };
  return {
    section: {
      id: 'coverage',
      title: 'Coverage and failures',
      note: `What failed to be read stands as it was last known, with its age; it is never told as gone. Visits that found their node known to be powered down, drained or in maintenance are not expected, and count as neither.${source.scope.nodes === '' ? '' : ' Sweeps count with the visits of these nodes alone.'}${undueOf(undue)}`,
      figures: figuresOf(totals, here, source.before),
      charts: [coverageChart(rows)],
      tables: [
        tableOf({ id: 'coverage', title: 'Visits by cluster', href: here.sweeps, columns: VISITS, rows }),
        tableOf({
          id: 'unseen',
          title: 'Nodes that were not seen in the period',
          href: here.unseen,
          columns: UNSEEN,
          rows: unseen?.items ?? [],
          total: unseen?.total ?? 0,
          following: pagesAfter(unseen?.next ?? null, (limit, after) => unseenPage(source, limit, after)),
        }),
        tableOf({
          id: 'unread',
          title: 'What could not be read, or is not believed yet',
          href: here.changes,
          columns: UNREAD,
          rows: first.done ? [] : first.value,
          total: unread.length,
          following: readings,
        }),
      ],
    },
    line: lineOf(totals, source.before),
    isDue,
    attention: '',
    warnings: [...(await namesMoved(source)), ...warningsOf(source, { rows, unseen })],
  };
}

const addresses = (source: Source): Addresses => ({
  sweeps: address('/sweeps', { ...placeOf(source), ...spanOf(source) }),
  unseen: address('/nodes', { ...placeOf(source), unseen: unseenSpan(source) }),
  changes: address('/changes', { scope: source.scope.text, ...spanOf(source) }),
});

/** null where not every visit of the period is kept: a node that was seen may have been seen by one that is gone. */
async function unseenNodes(source: Source): Promise<Page<NodeRow> | null> {
  const kept = await keptSince(source.db);
  if (!isWhole(source.window.since, kept.visits)) return null;
  return unseenPage(source, SHOWN_ROWS, '');
}

const unseenPage = (source: Source, limit: number, after: string): Promise<Page<NodeRow>> =>
  listNodes(source.db, { ...unseenFilter(source), limit, after }, source.config.compare.staleDays);

/** Readings of which it is asked at once when they succeeded last, after the first ones. */
const AT_ONCE = 5000;

/** What could not be read, with when it was read last. */
async function* readingsOf(
  { db, window }: Source,
  unread: UnconfirmedRow[],
  isKnown: boolean,
): AsyncGenerator<Unread[]> {
  for (let at = 0, size = SHOWN_ROWS; at < unread.length; at += size, size = AT_ONCE) {
    const rows = unread.slice(at, at + size);
    const times = isKnown ? await readLast(db, rows, window.until) : [];
    yield rows.map((row, place) => ({ ...row, readAt: times[place] ?? null }));
  }
}

const VISITS = [
  text<ClusterVisits>('cluster', 'Cluster', (row) => row.name),
  number<ClusterVisits>('sweeps', 'Sweeps', (row) => row.sweeps),
  number<ClusterVisits>('missed', 'Due, not begun', (row) => (row.due === null ? '' : row.missed)),
  number<ClusterVisits>('brokenOff', 'Broken off', (row) => row.brokenOff),
  number<ClusterVisits>('expected', 'Visits expected', wantedOf),
  number<ClusterVisits>('read', 'Read', (row) => row.read),
  number<ClusterVisits>('partial', 'In part', (row) => row.partial),
  number<ClusterVisits>('failed', 'Failed', (row) => row.failed),
  number<ClusterVisits>('notMade', 'Not made', (row) => row.notMade),
  number<ClusterVisits>('notExpected', 'Not expected', (row) => row.notExpected),
  share<ClusterVisits>('coverage', 'Coverage', (row) => coverageOf(row) ?? ''),
];

const UNSEEN = [
  text<NodeRow>('cluster', 'Cluster', (row) => `${row.site}/${row.cluster}`),
  text<NodeRow>('node', 'Node', (row) => row.name),
  text<NodeRow>('role', 'Role', (row) => row.role),
  time<NodeRow>('lastSeen', 'Last seen', (row) => row.lastGoodAt ?? ''),
  text<NodeRow>('latestVisit', 'Latest visit', (row) => row.outcome ?? 'never'),
  text<NodeRow>('reason', 'Why', (row) => row.reason?.sentence ?? ''),
];

interface Unread extends UnconfirmedRow {
  /** '' where it never was read, null where nobody can tell. */
  readAt: string | null;
}

const UNREAD = [
  text<Unread>('cluster', 'Cluster', (row) => `${row.site}/${row.cluster}`),
  text<Unread>('state', 'State', (row) => row.state),
  text<Unread>('facet', 'Facet', (row) => row.facet),
  text<Unread>('place', 'Place', (row) => row.place),
  text<Unread>('why', 'Why', (row) => row.sentence),
  text<Unread>('nodes', 'Nodes', (row) => row.nodes),
  number<Unread>('nodeCount', 'Number of nodes', (row) => row.nodeCount),
  time<Unread>('at', 'Tried last', (row) => row.at ?? ''),
  time<Unread>('readAt', 'Read last', (row) => row.readAt),
];

function coverageChart(rows: ClusterVisits[]) {
  const series = (name: string, count: (row: ClusterVisits) => number) => ({ name, values: rows.map(count) });
  return {
    id: 'coverage',
    title: 'Visits by cluster and outcome',
    kind: 'stacked' as const,
    type: 'number' as const,
    unit: 'visits',
    categories: rows.map(({ name }) => name),
    series: [
      series('Read', (row) => row.read - row.partial),
      series('In part', (row) => row.partial),
      series('Failed', (row) => row.failed),
      series('Not made', (row) => row.notMade),
      series('Not expected', (row) => row.notExpected),
    ],
    table: 'coverage',
  };
}
