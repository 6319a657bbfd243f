-- One node reads a shared root for all that see it: which roots a visit saw and left to another node, which it saw
-- and could not be tied to yet, who was chosen in a sweep, who has read, and what shows that a root is as it was.
ALTER TABLE "visit" ADD COLUMN "unwalked" INTEGER[] NOT NULL DEFAULT '{}';
ALTER TABLE "visit" ADD COLUMN "pending" JSONB;
ALTER TABLE "sweep" ADD COLUMN "claims" JSONB NOT NULL DEFAULT '{}';
ALTER TABLE "sweep" ADD COLUMN "walks" JSONB NOT NULL DEFAULT '{}';
ALTER TABLE "root" ADD COLUMN "proof" TEXT NOT NULL DEFAULT '';
