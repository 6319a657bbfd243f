-- Rows of long tables of reports stand in parts beside them, so that a report holds all rows and is still read quickly.
CREATE TABLE "report_rows" (
    "id" SERIAL NOT NULL,
    "hash" BYTEA NOT NULL,
    "bytes" INTEGER NOT NULL,
    "rows" BYTEA NOT NULL,

    CONSTRAINT "report_rows_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "report_rows_hash_key" ON "report_rows"("hash");
