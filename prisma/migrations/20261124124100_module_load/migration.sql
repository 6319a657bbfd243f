-- CreateTable
CREATE TABLE "module_load" (
    "node_id" INTEGER NOT NULL,
    "tree" TEXT NOT NULL,
    "full_name" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "tested_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "module_load_pkey" PRIMARY KEY ("node_id","tree","full_name")
);

-- AddForeignKey
ALTER TABLE "module_load" ADD CONSTRAINT "module_load_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
