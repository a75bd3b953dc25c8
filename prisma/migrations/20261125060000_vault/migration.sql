-- Files of several pages.
ALTER TABLE "stored_files" ADD COLUMN "page_count" SMALLINT NOT NULL DEFAULT 1;
ALTER TABLE "stored_files" ADD CONSTRAINT "stored_files_page_count_check" CHECK ("page_count" > 0);
ALTER TABLE "stored_blobs" ADD COLUMN "page" SMALLINT NOT NULL DEFAULT 0;
ALTER TABLE "stored_blobs" ADD CONSTRAINT "stored_blobs_page_check"
  CHECK ("page" >= 0 AND ("variant" <> 'ORIGINAL' OR "page" = 0));
DROP INDEX "stored_blobs_file_id_variant_key";
CREATE UNIQUE INDEX "stored_blobs_file_id_variant_page_key" ON "stored_blobs"("file_id", "variant", "page");

-- A key that was erased has no bytes, and one that has none was erased.
ALTER TABLE "data_keys" ADD COLUMN "erased_at" TIMESTAMPTZ(3);
ALTER TABLE "data_keys" ADD CONSTRAINT "data_keys_erased_check"
  CHECK (("erased_at" IS NOT NULL) = (octet_length("wrapped") = 0));

CREATE TYPE "TombstoneKind" AS ENUM ('FILE', 'QUALIFICATION', 'PERSON');

CREATE TABLE "tombstones" (
  "data_key_id" UUID NOT NULL,
  "kind" "TombstoneKind" NOT NULL,
  "subject_id" UUID NOT NULL,
  "sha256" BYTEA,
  "reason" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "tombstones_pkey" PRIMARY KEY ("data_key_id"),
  CONSTRAINT "tombstones_sha256_check" CHECK ("sha256" IS NULL OR octet_length("sha256") = 32)
);
CREATE INDEX "tombstones_subject_id_idx" ON "tombstones"("subject_id");
