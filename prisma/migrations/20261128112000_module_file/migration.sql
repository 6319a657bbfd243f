-- CreateTable
CREATE TABLE "module_file" (
    "root_id" INTEGER NOT NULL,
    "full_name" TEXT NOT NULL,
    "sha256" BYTEA NOT NULL,
    "computed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "module_file_pkey" PRIMARY KEY ("root_id","full_name")
);

-- AddForeignKey
ALTER TABLE "module_file" ADD CONSTRAINT "module_file_root_id_fkey" FOREIGN KEY ("root_id") REFERENCES "root"("id") ON DELETE CASCADE ON UPDATE CASCADE;
