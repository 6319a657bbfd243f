-- How many labels of a tool stand for other bytes at other sites.
ALTER TABLE "offering_site" ADD COLUMN "other_bytes" INTEGER NOT NULL DEFAULT 0;
INSERT INTO "stale_tool" ("cluster_id", "tool_id") SELECT DISTINCT "cluster_id", "tool_id" FROM "cluster_tool" ON CONFLICT DO NOTHING;
