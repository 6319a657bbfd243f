import type { Queryable } from '../store/database.ts';
import { outcomeOf } from '../store/visit.ts';

/** A node as discovery and its last visit know it. */
export interface DiscoveredNode {
  /** `site/cluster/node` */
  node: string;
  role: string;
  transport: string;
  /** `slurm login1`, `genders /etc/genders`; '' where the sites file names it. */
  source: string;
  /** As the batch system sees it; '' where nothing tells. */
  state: string;
  reason: string;
  by: string;
  /** Nodes that the batch system describes alike have the same; '' where it is not told. */
  hardware: string;
  /** Whether it is visited: neither retired nor left alone. */
  expected: boolean;
  retiredAt: string | null;
  /** Names that it had before, the latest first. */
  before: string[];
  lastVisit: { at: string; outcome: string } | null;
}

interface Row {
  node: string;
  role: string;
  transport: string;
  discovered: Record<string, string> | null;
  retired_at: Date | null;
  before: string[] | null;
  started_at: Date | null;
  outcome: number | null;
}

export async function discoveredNodes(
  db: Queryable,
  scope: string,
  { retired }: { retired: boolean },
): Promise<DiscoveredNode[]> {
  const [site = '', cluster = '', node = ''] = scope.split('/');
  const found = await db.query<Row>(
    `select site.name || '/' || cluster.name || '/' || node.name as node, node.role, node.transport, node.discovered,
       node.retired_at, last.started_at, last.outcome,
       (select array_agg(node_name.name order by node_name.until desc) from node_name
        where node_name.node_id = node.id) as before
     from node join cluster on cluster.id = node.cluster_id join site on site.id = cluster.site_id
     left join lateral (
       select started_at, outcome from visit where visit.node_id = node.id order by started_at desc limit 1
     ) as last on true
     where ($4 or node.retired_at is null) and cluster.retired_at is null and site.retired_at is null
       and ($1 = '' or site.name = $1) and ($2 = '' or cluster.name = $2) and ($3 = '' or node.name = $3)
     order by site.name, cluster.name, node.name`,
    [site, cluster, node, retired],
  );
  return found.rows.map((row) => {
    const told = row.discovered ?? {};
    return {
      node: row.node,
      role: row.role,
      transport: row.transport,
      source: told.source ?? '',
      state: told.state ?? '',
      reason: told.reason ?? '',
      by: told.by ?? '',
      hardware: told.hardware ?? '',
      expected: row.retired_at === null && (told.notExpected ?? '') === '',
      retiredAt: row.retired_at?.toISOString() ?? null,
      before: row.before ?? [],
      lastVisit:
        row.started_at === null
          ? null
          : { at: row.started_at.toISOString(), outcome: outcomeOf(row.outcome ?? 2) },
    };
  });
}
