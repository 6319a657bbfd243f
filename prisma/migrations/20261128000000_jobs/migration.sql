-- Sweeps that several workers share, on a schedule, that can be cancelled, and clusters that can be paused.
ALTER TABLE "sweep" ADD COLUMN "trigger" TEXT NOT NULL DEFAULT 'command';
ALTER TABLE "sweep" ADD COLUMN "due_at" TIMESTAMPTZ(3);
ALTER TABLE "sweep" ADD COLUMN "seen_at" TIMESTAMPTZ(3);
ALTER TABLE "sweep" ADD COLUMN "cancel_at" TIMESTAMPTZ(3);
ALTER TABLE "sweep" ADD COLUMN "full" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "sweep" ADD COLUMN "recovered" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "sweep" ADD COLUMN "note" TEXT NOT NULL DEFAULT '';
ALTER TABLE "cluster" ADD COLUMN "schedule_since" TIMESTAMPTZ(3);
ALTER TABLE "cluster" ADD COLUMN "paused_at" TIMESTAMPTZ(3);
ALTER TABLE "cluster" ADD COLUMN "paused_why" TEXT NOT NULL DEFAULT '';

-- Of sweeps that were cut off before there was this rule, one a cluster at most may still be called running.
UPDATE "sweep" SET "state" = 'interrupted', "finished_at" = now() WHERE "state" = 'running' AND "id" NOT IN
  (SELECT max("id") FROM "sweep" WHERE "state" = 'running' GROUP BY "cluster_id");
CREATE UNIQUE INDEX "sweep_running_key" ON "sweep"("cluster_id") WHERE "state" = 'running' AND "trigger" <> 'single';

CREATE TABLE "worker" (
    "id" SERIAL NOT NULL,
    "host" TEXT NOT NULL,
    "mark" TEXT NOT NULL,
    "parallel" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "queue_ids" TEXT[] NOT NULL DEFAULT '{}',
    CONSTRAINT "worker_pkey" PRIMARY KEY ("id")
);
