-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "site" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL DEFAULT '',
    "timezone" TEXT NOT NULL DEFAULT 'UTC',
    "settings" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "site_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cluster" (
    "id" SERIAL NOT NULL,
    "site_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL DEFAULT '',
    "settings" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "cluster_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "node" (
    "id" SERIAL NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL DEFAULT 'compute',
    "transport" TEXT NOT NULL DEFAULT 'ssh',
    "address" TEXT NOT NULL DEFAULT '',
    "settings" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "node_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sweep" (
    "id" SERIAL NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL DEFAULT 'running',
    "expected" INTEGER NOT NULL,
    "changed" INTEGER NOT NULL DEFAULT 0,
    "worker" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "sweep_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reason" (
    "id" SERIAL NOT NULL,
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,

    CONSTRAINT "reason_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agent_version" (
    "id" SERIAL NOT NULL,
    "version" TEXT NOT NULL,

    CONSTRAINT "agent_version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "visit" (
    "sweep_id" INTEGER NOT NULL,
    "node_id" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "milliseconds" INTEGER NOT NULL,
    "bytes" INTEGER NOT NULL,
    "outcome" SMALLINT NOT NULL,
    "reason_id" INTEGER,
    "agent_id" INTEGER,
    "confirmed" INTEGER NOT NULL,
    "absent" INTEGER NOT NULL,
    "unconfirmed" INTEGER[],
    "failures" JSONB,

    CONSTRAINT "visit_pkey" PRIMARY KEY ("sweep_id","node_id")
);

-- CreateTable
CREATE TABLE "document" (
    "id" SERIAL NOT NULL,
    "hash" BYTEA NOT NULL,
    "kind" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "bytes" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "document_set" (
    "document_id" INTEGER NOT NULL,
    "naming" SMALLINT NOT NULL,
    "offerings" INTEGER[],

    CONSTRAINT "document_set_pkey" PRIMARY KEY ("document_id")
);

-- CreateTable
CREATE TABLE "document_locator" (
    "document_id" INTEGER NOT NULL,
    "offering_id" INTEGER NOT NULL,
    "ordinal" SMALLINT NOT NULL,
    "locator" TEXT NOT NULL,

    CONSTRAINT "document_locator_pkey" PRIMARY KEY ("document_id","offering_id","ordinal")
);

-- CreateTable
CREATE TABLE "evidence" (
    "id" SERIAL NOT NULL,
    "hash" BYTEA NOT NULL,
    "agent_id" INTEGER NOT NULL,
    "bytes" INTEGER NOT NULL,
    "content" BYTEA NOT NULL,

    CONSTRAINT "evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "observation" (
    "id" SERIAL NOT NULL,
    "node_id" INTEGER NOT NULL,
    "facet" SMALLINT NOT NULL,
    "document_id" INTEGER NOT NULL,
    "evidence_id" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "since_after" TIMESTAMPTZ(3),
    "until" TIMESTAMPTZ(3),
    "until_after" TIMESTAMPTZ(3),

    CONSTRAINT "observation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "root" (
    "id" SERIAL NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "facet" SMALLINT NOT NULL,
    "kind" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "node_scope" INTEGER NOT NULL,
    "mount" JSONB NOT NULL,
    "identity" BYTEA NOT NULL,
    "digest" BYTEA,
    "offerings" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "root_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "root_item" (
    "id" SERIAL NOT NULL,
    "root_id" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "document_id" INTEGER NOT NULL,
    "evidence_id" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "since_after" TIMESTAMPTZ(3),
    "until" TIMESTAMPTZ(3),
    "until_after" TIMESTAMPTZ(3),

    CONSTRAINT "root_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "node_root" (
    "id" SERIAL NOT NULL,
    "node_id" INTEGER NOT NULL,
    "root_id" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "since_after" TIMESTAMPTZ(3),
    "until" TIMESTAMPTZ(3),
    "until_after" TIMESTAMPTZ(3),

    CONSTRAINT "node_root_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "held_root" (
    "root_id" INTEGER NOT NULL,
    "node_id" INTEGER NOT NULL,
    "sweep_id" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "digest" BYTEA,
    "lost" INTEGER NOT NULL,
    "total" INTEGER NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),

    CONSTRAINT "held_root_pkey" PRIMARY KEY ("root_id","node_id")
);

-- CreateTable
CREATE TABLE "tool" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "label" TEXT NOT NULL,

    CONSTRAINT "tool_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "version" (
    "id" SERIAL NOT NULL,
    "text" TEXT NOT NULL,
    "sort_key" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "offering" (
    "id" SERIAL NOT NULL,
    "tool_id" INTEGER NOT NULL,
    "version_id" INTEGER NOT NULL,
    "variant" TEXT NOT NULL,
    "build" TEXT NOT NULL,
    "provider" SMALLINT NOT NULL,
    "digest" TEXT NOT NULL,

    CONSTRAINT "offering_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cluster_tool" (
    "tool_id" INTEGER NOT NULL,
    "cluster_id" INTEGER NOT NULL,
    "provider" SMALLINT NOT NULL,
    "offerings" INTEGER[],
    "nodes" INTEGER[],
    "places" INTEGER[],
    "items" INTEGER[],
    "node_sets" TEXT[],
    "locators" TEXT[],

    CONSTRAINT "cluster_tool_pkey" PRIMARY KEY ("tool_id","cluster_id","provider")
);

-- CreateIndex
CREATE UNIQUE INDEX "site_name_key" ON "site"("name");

-- CreateIndex
CREATE UNIQUE INDEX "cluster_site_id_name_key" ON "cluster"("site_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "node_cluster_id_name_key" ON "node"("cluster_id", "name");

-- CreateIndex
CREATE INDEX "sweep_cluster_id_started_at_idx" ON "sweep"("cluster_id", "started_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "reason_code_message_key" ON "reason"("code", "message");

-- CreateIndex
CREATE UNIQUE INDEX "agent_version_version_key" ON "agent_version"("version");

-- CreateIndex
CREATE INDEX "visit_node_id_started_at_idx" ON "visit"("node_id", "started_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "document_hash_key" ON "document"("hash");

-- CreateIndex
CREATE UNIQUE INDEX "evidence_hash_key" ON "evidence"("hash");

-- CreateIndex
CREATE INDEX "observation_document_id_idx" ON "observation"("document_id");

-- CreateIndex
CREATE UNIQUE INDEX "root_identity_key" ON "root"("identity");

-- CreateIndex
CREATE INDEX "root_cluster_id_facet_idx" ON "root"("cluster_id", "facet");

-- CreateIndex
CREATE INDEX "root_item_document_id_idx" ON "root_item"("document_id");

-- CreateIndex
CREATE INDEX "node_root_root_id_idx" ON "node_root"("root_id");

-- CreateIndex
CREATE UNIQUE INDEX "tool_name_key" ON "tool"("name");

-- CreateIndex
CREATE UNIQUE INDEX "version_text_key" ON "version"("text");

-- CreateIndex
CREATE UNIQUE INDEX "offering_tool_id_version_id_provider_variant_build_digest_key" ON "offering"("tool_id", "version_id", "provider", "variant", "build", "digest");

-- CreateIndex
CREATE INDEX "cluster_tool_cluster_id_idx" ON "cluster_tool"("cluster_id");

-- AddForeignKey
ALTER TABLE "cluster" ADD CONSTRAINT "cluster_site_id_fkey" FOREIGN KEY ("site_id") REFERENCES "site"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "node" ADD CONSTRAINT "node_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sweep" ADD CONSTRAINT "sweep_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "visit" ADD CONSTRAINT "visit_sweep_id_fkey" FOREIGN KEY ("sweep_id") REFERENCES "sweep"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "visit" ADD CONSTRAINT "visit_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "observation" ADD CONSTRAINT "observation_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "root" ADD CONSTRAINT "root_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "root_item" ADD CONSTRAINT "root_item_root_id_fkey" FOREIGN KEY ("root_id") REFERENCES "root"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "node_root" ADD CONSTRAINT "node_root_node_id_fkey" FOREIGN KEY ("node_id") REFERENCES "node"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "node_root" ADD CONSTRAINT "node_root_root_id_fkey" FOREIGN KEY ("root_id") REFERENCES "root"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cluster_tool" ADD CONSTRAINT "cluster_tool_cluster_id_fkey" FOREIGN KEY ("cluster_id") REFERENCES "cluster"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma's schema cannot say.

-- At most one open interval each.
CREATE UNIQUE INDEX "observation_open" ON "observation" ("node_id", "facet") WHERE "until" IS NULL;
CREATE UNIQUE INDEX "node_root_open" ON "node_root" ("node_id", "root_id") WHERE "until" IS NULL;
CREATE INDEX "node_root_of_root_open" ON "node_root" ("root_id") WHERE "until" IS NULL;
-- Paths can be longer than an index row may be.
CREATE UNIQUE INDEX "root_item_open" ON "root_item" ("root_id", md5("path")) WHERE "until" IS NULL;

-- An interval does not end before it began, and one that ended says when it was last confirmed.
ALTER TABLE "observation" ADD CONSTRAINT "observation_interval" CHECK ("until" IS NULL OR ("until" >= "since" AND "until_after" IS NOT NULL));
ALTER TABLE "root_item" ADD CONSTRAINT "root_item_interval" CHECK ("until" IS NULL OR ("until" >= "since" AND "until_after" IS NOT NULL));
ALTER TABLE "node_root" ADD CONSTRAINT "node_root_interval" CHECK ("until" IS NULL OR ("until" >= "since" AND "until_after" IS NOT NULL));
ALTER TABLE "document" ADD CONSTRAINT "document_hash_length" CHECK (octet_length("hash") = 32);
ALTER TABLE "visit" ADD CONSTRAINT "visit_outcome" CHECK ("outcome" BETWEEN 0 AND 3);

-- Evidence is deflated before it comes here, so Postgres need not try again.
ALTER TABLE "evidence" ALTER COLUMN "content" SET STORAGE EXTERNAL;
