-- All offerings of a tool are read from the index alone: in the table they lie as far apart as they were first seen.
DROP INDEX "offering_tool_id_version_id_provider_variant_build_digest_key";
CREATE UNIQUE INDEX "offering_tool_id_version_id_provider_variant_build_digest_key"
  ON "offering"("tool_id", "version_id", "provider", "variant", "build", "digest") INCLUDE ("id");
