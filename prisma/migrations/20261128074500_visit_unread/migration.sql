-- Visits that could not read everything are few, and are asked for by when they were.
CREATE INDEX "visit_unread" ON "visit"("started_at") WHERE "outcome" IN (1, 2);

-- Who sees a root is read from the index alone.
DROP INDEX "node_root_of_root_open";
CREATE INDEX "node_root_of_root_open" ON "node_root"("root_id") INCLUDE ("node_id", "since") WHERE "until" IS NULL;
