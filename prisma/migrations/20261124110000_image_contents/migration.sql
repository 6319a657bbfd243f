-- CreateTable
CREATE TABLE "image_contents" (
    "root_id" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "document_id" INTEGER NOT NULL,
    "contents_id" INTEGER NOT NULL,
    "evidence_id" INTEGER NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "image_contents_pkey" PRIMARY KEY ("root_id","path")
);

-- CreateIndex
CREATE INDEX "image_contents_contents_id_idx" ON "image_contents"("contents_id");

-- CreateIndex
CREATE INDEX "image_contents_document_id_idx" ON "image_contents"("document_id");

-- AddForeignKey
ALTER TABLE "image_contents" ADD CONSTRAINT "image_contents_root_id_fkey" FOREIGN KEY ("root_id") REFERENCES "root"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
