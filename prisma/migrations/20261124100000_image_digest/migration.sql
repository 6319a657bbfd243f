-- CreateTable
CREATE TABLE "image_digest" (
    "root_id" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "document_id" INTEGER NOT NULL,
    "sha256" BYTEA NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "image_digest_pkey" PRIMARY KEY ("root_id","path")
);

-- CreateIndex
CREATE INDEX "image_digest_sha256_idx" ON "image_digest"("sha256");

-- AddForeignKey
ALTER TABLE "image_digest" ADD CONSTRAINT "image_digest_root_id_fkey" FOREIGN KEY ("root_id") REFERENCES "root"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
