-- Who reads a root for all is chosen in sweeps alone: nodes that send by themselves, each in a sweep of its own, must not push the
-- sweeps out of the 200 newest that are looked at.
CREATE INDEX "sweep_chosen_idx" ON "sweep" ("cluster_id", "started_at" DESC) WHERE trigger <> 'single';
CREATE OR REPLACE VIEW "root_walk" AS
SELECT root.id AS root_id, sweep.id AS sweep_id, sweep.started_at,
  (sweep.walks -> root.id::text ->> 'node')::int AS node_id,
  (sweep.walks -> root.id::text ->> 'at')::timestamptz AS at
FROM root
CROSS JOIN LATERAL (
  SELECT id, started_at, walks FROM sweep WHERE sweep.cluster_id = root.cluster_id AND trigger <> 'single'
  ORDER BY started_at DESC LIMIT 200
) AS sweep
WHERE root.node_scope = 0 AND sweep.walks -> root.id::text IS NOT NULL;
