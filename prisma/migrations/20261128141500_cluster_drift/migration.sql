-- The drift of each cluster in numbers, worked out when its nodes or their visits are others than they were then.
CREATE TABLE "cluster_drift" (
    "cluster_id" INTEGER NOT NULL REFERENCES "cluster" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "stamp" TEXT NOT NULL,
    "nodes" INTEGER NOT NULL,
    "without_peers" INTEGER NOT NULL,
    "outliers" INTEGER NOT NULL,
    "differences" INTEGER NOT NULL,
    "reboot_pending" INTEGER NOT NULL,
    "waiting" INTEGER NOT NULL,
    -- When the differences began that no reboot would end, of which that is known: the younger ones are rolling, which moves with time.
    "begun" TIMESTAMPTZ(3)[],
    "oldest" TIMESTAMPTZ(3),
    "newest" TIMESTAMPTZ(3),
    "confirmed_at" TIMESTAMPTZ(3),
    CONSTRAINT "cluster_drift_pkey" PRIMARY KEY ("cluster_id")
);
