import { facetNames } from '../facets/names.ts';
import { expand } from '../inventory/nodeSet.ts';
import type { UnconfirmedRow } from '../routes/schemas/changes.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { numbersOut } from '../store/numbersIn.ts';
import { timeOf } from './rows.ts';

/** What some nodes of a cluster could not read. */
type Unread = Pick<UnconfirmedRow, 'site' | 'cluster' | 'facet' | 'place' | 'nodes'>;

/**
 * When each of them was read last up to a time: of several nodes that time which is longest ago. '' where one of them never read it,
 * null where a node is not known any more.
 */
export async function readLast(db: Queryable, rows: Unread[], until: Date): Promise<(string | null)[]> {
  const idOf = await nodesThen(db, rows, until);
  const asked = rows.flatMap(({ site, cluster, facet, place, nodes }, row) => {
    const known = expand(nodes);
    const names = known.ok ? known.names : [];
    return names.map((name) => ({ row, node: idOf(site, cluster, name), facet, place }));
  });
  const found = await db.query<{ at: number; read: Date | null }>(sql('read-last'), [
    until,
    numbersOut(asked.map(({ node }) => node ?? 0)),
    asked.map(({ facet }) => (facet === '' ? null : facetNumber(facet))),
    asked.map(({ place }) => place),
  ]);
  const answers = rows.map((): Answer[] => []);
  for (const { at, read } of found.rows) {
    const one = asked[at - 1];
    if (one) answers[one.row]?.push({ isKnown: one.node !== undefined, read });
  }
  return answers.map(oldestOf);
}

interface Answer {
  /** Whether there is such a node. */
  isKnown: boolean;
  read: Date | null;
}

function oldestOf(answers: Answer[]): string | null {
  if (answers.length === 0 || answers.some(({ isKnown }) => !isKnown)) return null;
  const times = answers.flatMap(({ read }) => read ?? []);
  if (times.length < answers.length) return '';
  return timeOf(times.reduce((oldest, time) => (time < oldest ? time : oldest)));
}

const facetNumber = (name: string, names: readonly string[] = facetNames) => names.indexOf(name);

/** Nodes by the names that they had at a time. */
async function nodesThen(db: Queryable, rows: Unread[], at: Date) {
  const found = await db.query<{ site: string; cluster: string; name: string; id: number }>(
    `select site.name as site, cluster.name as cluster, node.id,
       coalesce((select name from node_name where node_id = node.id and node_name.until > $1
         order by node_name.until limit 1), node.name) as name
     from node join cluster on cluster.id = node.cluster_id join site on site.id = cluster.site_id
     where (node.retired_at is null or node.retired_at > $1) and (site.name, cluster.name) in
       (select * from unnest($2::text[], $3::text[]))`,
    [at, rows.map(({ site }) => site), rows.map(({ cluster }) => cluster)],
  );
  const ids = new Map(
    found.rows.map(({ site, cluster, name, id }) => [JSON.stringify([site, cluster, name]), id]),
  );
  return (site: string, cluster: string, name: string) => ids.get(JSON.stringify([site, cluster, name]));
}
