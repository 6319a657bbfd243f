-- What began or ended between two times is found by these, whatever the size of the fleet.
-- CreateIndex
CREATE INDEX "observation_since_idx" ON "observation"("since");

-- CreateIndex
CREATE INDEX "root_item_since_idx" ON "root_item"("since");

-- CreateIndex
CREATE INDEX "node_root_since_idx" ON "node_root"("since");

CREATE INDEX "observation_closed" ON "observation" ("until") WHERE "until" IS NOT NULL;
CREATE INDEX "root_item_closed" ON "root_item" ("until") WHERE "until" IS NOT NULL;
CREATE INDEX "node_root_closed" ON "node_root" ("until") WHERE "until" IS NOT NULL;
