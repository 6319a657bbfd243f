-- Which node read a root for all others in which sweep, and when, of a cluster's 200 newest sweeps. Retention keeps these
-- whole (LATE_SWEEPS in server/store/prune/run.ts).
CREATE VIEW "root_walk" AS
SELECT root.id AS root_id, sweep.id AS sweep_id, sweep.started_at,
  (sweep.walks -> root.id::text ->> 'node')::int AS node_id,
  (sweep.walks -> root.id::text ->> 'at')::timestamptz AS at
FROM root
CROSS JOIN LATERAL (
  SELECT id, started_at, walks FROM sweep WHERE sweep.cluster_id = root.cluster_id ORDER BY started_at DESC LIMIT 200
) AS sweep
WHERE root.node_scope = 0 AND sweep.walks -> root.id::text IS NOT NULL;
