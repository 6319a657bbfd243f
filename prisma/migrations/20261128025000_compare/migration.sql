-- Comparisons: masks per offering, and the counts of all pairs. Everything here is made from the rollup and can be made anew.
ALTER TABLE "cluster_tool" ADD COLUMN "marks" TEXT[] DEFAULT ARRAY[]::TEXT[];

CREATE TABLE "stale_tool" (
    "cluster_id" INTEGER NOT NULL,
    "tool_id" INTEGER NOT NULL,
    CONSTRAINT "stale_tool_pkey" PRIMARY KEY ("cluster_id", "tool_id")
);
CREATE INDEX "stale_tool_tool_id_idx" ON "stale_tool"("tool_id");

CREATE TABLE "offering_site" (
    "tool_id" INTEGER NOT NULL,
    "category" SMALLINT NOT NULL,
    "offerings" INTEGER[],
    "marks" TEXT[],
    "classes" BYTEA NOT NULL,
    "sites" BYTEA NOT NULL,
    "clusters" BYTEA NOT NULL,
    "site_ids" INTEGER[],
    "versions" INTEGER NOT NULL,
    "oldest" INTEGER NOT NULL,
    "newest" INTEGER NOT NULL,
    "common" INTEGER NOT NULL,
    "common_sites" INTEGER NOT NULL,
    CONSTRAINT "offering_site_pkey" PRIMARY KEY ("tool_id")
);

CREATE TABLE "site_pair" (
    "a_id" INTEGER NOT NULL,
    "b_id" INTEGER NOT NULL,
    "matches" INTEGER[],
    "tiers" INTEGER[],
    "categories" INTEGER[],
    CONSTRAINT "site_pair_pkey" PRIMARY KEY ("a_id", "b_id")
);

CREATE TABLE "cluster_pair" (
    "a_id" INTEGER NOT NULL,
    "b_id" INTEGER NOT NULL,
    "matches" INTEGER[],
    "tiers" INTEGER[],
    "categories" INTEGER[],
    CONSTRAINT "cluster_pair_pkey" PRIMARY KEY ("a_id", "b_id")
);

CREATE TABLE "cluster_gap" (
    "cluster_id" INTEGER NOT NULL,
    "facets" INTEGER NOT NULL,
    "gaps" JSONB NOT NULL,
    "oldest" TIMESTAMPTZ(3),
    CONSTRAINT "cluster_gap_pkey" PRIMARY KEY ("cluster_id")
);

CREATE TABLE "compare_state" (
    "id" INTEGER NOT NULL,
    "refreshed_at" TIMESTAMPTZ(3) NOT NULL,
    "cluster_ids" INTEGER[],
    "dirty" BOOLEAN NOT NULL DEFAULT true,
    CONSTRAINT "compare_state_pkey" PRIMARY KEY ("id")
);

-- What the rollup holds already is counted at the next refresh.
INSERT INTO "stale_tool" ("cluster_id", "tool_id") SELECT DISTINCT "cluster_id", "tool_id" FROM "cluster_tool";
INSERT INTO "compare_state" ("id", "refreshed_at", "cluster_ids") VALUES (1, 'epoch', '{}');
