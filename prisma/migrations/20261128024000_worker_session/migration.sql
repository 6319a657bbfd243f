-- What the database calls the connections of a worker, so that others can end them when it falls silent.
ALTER TABLE "worker" ADD COLUMN "session" TEXT NOT NULL DEFAULT '';
