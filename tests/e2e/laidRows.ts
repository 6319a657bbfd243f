import type { Database } from '../../server/store/database.ts';

/** Rows that recorded nodes alone do not bring: what people, other days and receivers of reports do. */
const ROWS = [
  `insert into audit (who, via, action, target, outcome)
   select 'who' || n % 3, 'token', 'suspects accept', n || '', case when n % 2 = 0 then 'done' else 'refused' end
   from generate_series(1, 7) as n`,
  `insert into held_root (root_id, node_id, sweep_id, reason, lost, total, seen_at)
   select root.id, (select min(node_id) from node_root where root_id = root.id), (select max(id) from sweep),
     (array['root-missing', 'root-empty', 'root-suspect'])[1 + root.id % 3], root.id % 4, 4, now() - root.id % 5 * interval '1 day'
   from root where exists (select from node_root where root_id = root.id) order by root.id limit 8`,
  `insert into asked_tool (month, tool, count)
   select date '2026-09-01' + n % 3 * interval '1 month', 'nowhere' || n % 5, n from generate_series(1, 15) as n`,
  `insert into report (title, scope, from_at, to_at, time_zone, made_at, made_by, first_sweep, coverage, warnings, naming, hash, bytes, model)
   select 'Week ' || n, (array['', 'alpine', 'harbour'])[1 + n % 3], now() - n * interval '7 days', now() - (n - 1) * interval '7 days',
     'UTC', now() - n * interval '1 hour', '0.1', nullif(n % 4, 0), case when n % 3 > 0 then n / 10.0 end, n % 3,
     (select max(id) from naming), sha256(n::text::bytea), 100 - n, '\\x00'
   from generate_series(1, 7) as n`,
  `insert into report_schedule (name, settings, since) select 'weekly' || n, '{}', now() from generate_series(1, 2) as n`,
  `insert into report_edition (schedule_id, period_from, period_to, timezone, scope, due_at, state, made_at)
   select report_schedule.id, now() - n * interval '7 days', now() - (n - 1) * interval '7 days', 'UTC', '', now() - n * interval '6 days',
     case when n = 1 then 'waiting' else 'made' end, now() from report_schedule cross join generate_series(1, 3) as n`,
  `insert into report_delivery (edition_id, kind, address, state, attempts, tried_at, next_at, code)
   select id, kind, kind || id % 2, (array['waiting', 'done', 'failed'])[1 + id % 3], id % 4,
     case when id % 3 > 0 then now() - id * interval '1 minute' end, case when id % 2 = 0 then now() + id * interval '1 minute' end,
     case when id % 3 = 2 then 'refused' else '' end
   from report_edition cross join unnest(array['mail', 'webhook', 'folder']) as kind where state = 'made'`,
];

export async function layRows(db: Database): Promise<void> {
  for (const statement of ROWS) await db.query(statement);
}

/** Two documents of one kind that differ in several facts, by their hashes. */
export async function differingDocuments(db: Database, kind: string): Promise<string[]> {
  const found = await db.query<{ hash: string }>(
    `select encode(hash, 'hex') as hash from document where kind = $1 order by id limit 2`,
    [kind],
  );
  return found.rows.map(({ hash }) => hash);
}
