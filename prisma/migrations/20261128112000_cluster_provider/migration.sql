-- What a cluster has in each form, in numbers: brought up to date with the rows of cluster_tool, in the same transaction.
CREATE TABLE "cluster_provider" (
    "cluster_id" INTEGER NOT NULL REFERENCES "cluster" ("id"),
    "provider" SMALLINT NOT NULL,
    "offerings" INTEGER NOT NULL,
    -- Tools that are there in no form that travels better.
    "best" INTEGER NOT NULL,
    CONSTRAINT "cluster_provider_pkey" PRIMARY KEY ("cluster_id", "provider")
);

INSERT INTO "cluster_provider" ("cluster_id", "provider", "offerings", "best")
SELECT "cluster_id", "provider", sum("offerings"), count(*) FILTER (WHERE "provider" = "best")
FROM (
  SELECT "cluster_id", "provider", cardinality("offerings") AS "offerings",
    min("provider") OVER (PARTITION BY "cluster_id", "tool_id") AS "best"
  FROM "cluster_tool"
) AS "held"
GROUP BY "cluster_id", "provider";
