-- CreateIndex
CREATE INDEX "document_set_naming_idx" ON "document_set"("naming");
