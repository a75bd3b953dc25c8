-- What a machine saw in the photographs, and what the check page says of it.
ALTER TYPE "FindingCode" ADD VALUE 'WRONG_DOCUMENT';
ALTER TYPE "FindingCode" ADD VALUE 'WRONG_SIDE';
ALTER TYPE "FindingCode" ADD VALUE 'BLURRED';
ALTER TYPE "FindingCode" ADD VALUE 'TOO_DARK';
ALTER TYPE "FindingCode" ADD VALUE 'GLARE';
ALTER TYPE "FindingCode" ADD VALUE 'CROPPED';
ALTER TYPE "FindingCode" ADD VALUE 'PHOTOCOPY';
ALTER TYPE "FindingCode" ADD VALUE 'EXPIRED';
ALTER TYPE "FindingCode" ADD VALUE 'NAME_MISMATCH';
ALTER TYPE "FindingCode" ADD VALUE 'NUMBER_MISMATCH';
ALTER TYPE "FindingCode" ADD VALUE 'ORGANISATION_MISMATCH';
ALTER TYPE "FindingCode" ADD VALUE 'CODE_MISMATCH';
ALTER TYPE "FindingCode" ADD VALUE 'DATE_INVALID';

CREATE TYPE "ReadingState" AS ENUM ('WAITING', 'READ', 'FAILED');

CREATE TABLE "readings" (
  "file_id" UUID NOT NULL,
  "state" "ReadingState" NOT NULL DEFAULT 'WAITING',
  "content_sealed" BYTEA,
  "leased_until" TIMESTAMPTZ(3),
  "attempts" SMALLINT NOT NULL DEFAULT 0,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "read_at" TIMESTAMPTZ(3),
  CONSTRAINT "readings_pkey" PRIMARY KEY ("file_id"),
  CONSTRAINT "readings_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_files" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "readings_read_check" CHECK (
    CASE WHEN "state" = 'READ' THEN num_nulls("content_sealed", "read_at") = 0
      ELSE num_nonnulls("content_sealed", "read_at") = 0 END
  )
);
-- Statistics of a column contain its values, and outlive their rows.
ALTER TABLE "readings" ALTER COLUMN "content_sealed" SET STATISTICS 0;
CREATE INDEX "readings_unread_idx" ON "readings" ("created_at") WHERE "state" <> 'READ';

ALTER TYPE "ConditionKind" ADD VALUE 'READER_FAILING' AFTER 'FILES_WAITING';
