-- What the sources of a cluster's nodes could not tell, and what they told that was not believed. Null where all is well.
ALTER TABLE "cluster" ADD COLUMN "sources" JSONB;
