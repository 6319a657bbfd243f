import type { Overview } from '../routes/schemas/find.ts';
import type { Queryable } from '../store/database.ts';

/** The fleet in four numbers, and what needs a look, each with the page that holds its rows. */
export async function overview(db: Queryable): Promise<Overview> {
  const found = await db.query<
    Record<
      'sites' | 'clusters' | 'nodes' | 'tools' | 'failed' | 'partial' | 'never' | 'held' | 'logins',
      number
    >
  >(
    `with served as (
       select node.id from node
       join cluster on cluster.id = node.cluster_id and cluster.retired_at is null
       join site on site.id = cluster.site_id and site.retired_at is null
       where node.retired_at is null
     ), latest as (
       select served.id, visit.outcome, visit.reason_id from served
       left join lateral (
         select outcome, reason_id from visit where visit.node_id = served.id order by started_at desc limit 1
       ) as visit on true
     )
     select (select count(*)::int from site where retired_at is null) as sites,
       (select count(*)::int from cluster join site on site.id = cluster.site_id
        where cluster.retired_at is null and site.retired_at is null) as clusters,
       (select count(*)::int from served) as nodes,
       (select count(distinct tool_id)::int from cluster_tool
        join cluster on cluster.id = cluster_tool.cluster_id and cluster.retired_at is null) as tools,
       (select count(*)::int from latest where outcome = 2) as failed,
       (select count(*)::int from latest where outcome = 1) as partial,
       (select count(*)::int from latest where outcome is null) as never,
       (select count(*)::int from latest join reason on reason.id = latest.reason_id
        where reason.code = 'needs-login') as logins,
       (select count(distinct root_id)::int from held_root) as held`,
  );
  const row = found.rows[0];
  if (!row) throw new Error('the overview query gave no row');
  const { sites, clusters, nodes, tools } = row;
  const attention: Overview['attention'] = [
    {
      kind: 'needs-login',
      count: row.logins,
      sentence: 'nodes wait for somebody to log in by hand; the last visit found the login lapsed',
      link: '/nodes?reason=needs-login',
    },
    {
      kind: 'failed-visits',
      count: row.failed,
      sentence: 'nodes could not be visited at all the last time',
      link: '/nodes?outcome=failed',
    },
    {
      kind: 'partial-visits',
      count: row.partial,
      sentence: 'nodes were read only in part the last time',
      link: '/nodes?outcome=partial',
    },
    {
      kind: 'never-visited',
      count: row.never,
      sentence: 'nodes were never visited',
      link: '/nodes?outcome=never',
    },
    {
      kind: 'held-roots',
      count: row.held,
      sentence: 'places changed too much at once to be believed; what was known before stands',
      link: '/held',
    },
  ];
  return { sites, clusters, nodes, tools, attention: attention.filter((one) => one.count > 0) };
}
