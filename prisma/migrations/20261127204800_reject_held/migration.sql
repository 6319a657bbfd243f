-- When an operator said that a held change is not to be believed, however often it is found again.
ALTER TABLE "held_root" ADD COLUMN "rejected_at" TIMESTAMPTZ(3);
