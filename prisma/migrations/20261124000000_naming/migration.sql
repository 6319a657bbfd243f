-- CreateTable
CREATE TABLE "naming" (
    "id" SMALLSERIAL NOT NULL,
    "identity" TEXT NOT NULL,
    "current" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "naming_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "naming_identity_key" ON "naming"("identity");

-- Sets stored so far carry the rules' own version as their number.
INSERT INTO "naming" ("identity") VALUES ('1'), ('2');
