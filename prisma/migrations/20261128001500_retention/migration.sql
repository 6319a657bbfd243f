-- Whoever refers to a document or to evidence does it by a foreign key, so that nothing in use can be removed and nothing
-- that was removed can be referred to. The indexes are for the checks when something is removed.
-- AlterTable
ALTER TABLE "sweep" ADD COLUMN "thinned" INTEGER[] DEFAULT ARRAY[0, 0, 0, 0]::INTEGER[];

-- CreateIndex
CREATE INDEX "observation_evidence_id_idx" ON "observation"("evidence_id");

-- CreateIndex
CREATE INDEX "root_item_evidence_id_idx" ON "root_item"("evidence_id");

-- CreateIndex
CREATE INDEX "image_digest_document_id_idx" ON "image_digest"("document_id");

-- CreateIndex
CREATE INDEX "image_contents_evidence_id_idx" ON "image_contents"("evidence_id");

-- AddForeignKey
ALTER TABLE "document_set" ADD CONSTRAINT "document_set_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_locator" ADD CONSTRAINT "document_locator_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "observation" ADD CONSTRAINT "observation_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "observation" ADD CONSTRAINT "observation_evidence_id_fkey" FOREIGN KEY ("evidence_id") REFERENCES "evidence"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "root_item" ADD CONSTRAINT "root_item_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "root_item" ADD CONSTRAINT "root_item_evidence_id_fkey" FOREIGN KEY ("evidence_id") REFERENCES "evidence"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "image_digest" ADD CONSTRAINT "image_digest_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "image_contents" ADD CONSTRAINT "image_contents_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "document"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "image_contents" ADD CONSTRAINT "image_contents_contents_id_fkey" FOREIGN KEY ("contents_id") REFERENCES "document"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "image_contents" ADD CONSTRAINT "image_contents_evidence_id_fkey" FOREIGN KEY ("evidence_id") REFERENCES "evidence"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
