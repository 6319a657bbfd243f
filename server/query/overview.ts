import { isReasonCode, reasons } from '../collect/reasons.ts';
import { schedulesInService } from '../delivery/known.ts';
import { facetNames } from '../facets/names.ts';
import type { Attention, Overview } from '../routes/schemas/find.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { countTrouble } from './deliveries.ts';
import { listHeld } from './held.ts';
import { staleBefore } from './nodes.ts';

interface Latest {
  outcome: number | null;
  code: string;
  nodes: number;
  stale: number;
  images: number;
}

const PARTIAL = 1;
const FAILED = 2;

/** The fleet in four numbers, and what needs a look, each with the page that holds its rows. */
export async function overview(db: Queryable, staleDays: number): Promise<Overview> {
  const totals = await totalsOf(db);
  const latest = await db.query<Latest & Record<string, unknown>>(sql('overview-latest'), [
    staleBefore(staleDays),
    facetNames.indexOf('images'),
  ]);
  const held = (await listHeld(db)).length;
  const trouble = await countTrouble(db);
  const broken = (await schedulesInService(db)).broken.length;
  const attention = [...visitsOf(latest.rows, staleDays), heldOf(held), troubleOf(trouble), brokenOf(broken)];
  return { ...totals, attention: attention.filter(({ count }) => count > 0) };
}

async function totalsOf(db: Queryable): Promise<Omit<Overview, 'attention'>> {
  const found = await db.query<Omit<Overview, 'attention'>>(
    `select (select count(*)::int from site where retired_at is null) as sites,
       (select count(*)::int from cluster join site on site.id = cluster.site_id
        where cluster.retired_at is null and site.retired_at is null) as clusters,
       (select count(*)::int from node join cluster on cluster.id = node.cluster_id
        join site on site.id = cluster.site_id
        where node.retired_at is null and cluster.retired_at is null and site.retired_at is null) as nodes,
       (select count(*)::int from tool where exists (select from cluster_tool
        join cluster on cluster.id = cluster_tool.cluster_id and cluster.retired_at is null
        join site on site.id = cluster.site_id and site.retired_at is null
        where cluster_tool.tool_id = tool.id)) as tools`,
  );
  const [row] = found.rows;
  if (!row) throw new Error('the overview query gave no row');
  return row;
}

/** A sentence that follows its number. */
const words = (count: number, one: string, many: string) => (count === 1 ? one : many);

function visitsOf(rows: Latest[], staleDays: number): Attention[] {
  const sum = (count: (row: Latest) => number) => rows.reduce((total, row) => total + count(row), 0);
  const waiting = sum(({ code, nodes }) => (code === 'needs-login' ? nodes : 0));
  const partial = sum(({ outcome, nodes }) => (outcome === PARTIAL ? nodes : 0));
  const unread = sum(({ images }) => images);
  const stale = sum((row) => row.stale);
  const never = sum(({ outcome, nodes }) => (outcome === null ? nodes : 0));
  return [
    {
      kind: 'needs-login',
      count: waiting,
      sentence: `${words(waiting, 'node waits', 'nodes wait')} for somebody to log in by hand; the last visit found the login lapsed`,
      link: '/nodes?reason=needs-login',
    },
    ...rows
      .filter(({ outcome, code }) => outcome === FAILED && code !== 'needs-login')
      .map(
        ({ code, nodes }): Attention => ({
          kind: 'failed-visits',
          count: nodes,
          sentence: `${words(nodes, 'node', 'nodes')} could not be visited at all the last time: ${isReasonCode(code) ? reasons[code] : code}`,
          link: `/nodes?outcome=failed&reason=${encodeURIComponent(code)}`,
        }),
      ),
    {
      kind: 'partial-visits',
      count: partial,
      sentence: `${words(partial, 'node was', 'nodes were')} read only in part the last time`,
      link: '/nodes?outcome=partial',
    },
    {
      kind: 'unread-images',
      count: unread,
      sentence: `${words(unread, 'node has', 'nodes have')} images, or places for them, that could not be read the last time`,
      link: '/nodes?unread=images',
    },
    {
      kind: 'stale',
      count: stale,
      sentence: `${words(stale, 'node', 'nodes')} of which nothing was learnt for more than ${staleDays} days`,
      link: '/nodes?age=stale',
    },
    {
      kind: 'never-visited',
      count: never,
      sentence: `${words(never, 'node was', 'nodes were')} never visited`,
      link: '/nodes?outcome=never',
    },
  ];
}

const heldOf = (count: number): Attention => ({
  kind: 'held-roots',
  count,
  sentence: `${words(count, 'place', 'places')} changed too much at once to be believed; what was known before stands`,
  link: '/held',
});

const troubleOf = (count: number): Attention => ({
  kind: 'failed-deliveries',
  count,
  sentence: `${words(count, 'delivery of a report', 'deliveries of reports')} failed, or what was to be delivered could not be made`,
  link: '/deliveries?only=trouble',
});

const brokenOf = (count: number): Attention => ({
  kind: 'broken-schedules',
  count,
  sentence: `${words(count, 'regular report is', 'regular reports are')} not made, since this version cannot follow the schedule`,
  link: '/deliveries',
});
