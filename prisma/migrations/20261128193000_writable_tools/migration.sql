-- What only lies in images that somebody can write to is of the last tier in counts as well.
ALTER TABLE "cluster_tool" ADD COLUMN "writable" BOOLEAN NOT NULL DEFAULT false;
UPDATE "cluster_tool" SET writable = true
WHERE provider = 0 AND marks <> '{}'
  AND NOT EXISTS (SELECT FROM unnest(marks) AS mark WHERE mark !~ '(^| )writable$');
CREATE INDEX "cluster_tool_writable_idx" ON "cluster_tool" ("tool_id") WHERE writable;
-- Numbers of clusters counted such a tool as one of provider 0. 6 is the number of the first provider of the last tier.
WITH moved AS (
  SELECT own.cluster_id, least(6, (SELECT min(other.provider) FROM "cluster_tool" AS other
    WHERE other.cluster_id = own.cluster_id AND other.tool_id = own.tool_id AND NOT other.writable)) AS best
  FROM "cluster_tool" AS own WHERE own.writable
), changed AS (
  SELECT cluster_id, provider, sum(best)::int AS best FROM (
    SELECT cluster_id, 0 AS provider, -1 AS best FROM moved UNION ALL SELECT cluster_id, best, 1 FROM moved
  ) AS one GROUP BY cluster_id, provider
)
INSERT INTO "cluster_provider" AS held (cluster_id, provider, offerings, best)
SELECT cluster_id, provider, 0, best FROM changed
ON CONFLICT (cluster_id, provider) DO UPDATE SET best = held.best + excluded.best;
