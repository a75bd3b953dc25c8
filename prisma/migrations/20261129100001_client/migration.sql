-- Systems of the platform apply for its customers: what they write names their key instead of a person.
ALTER TYPE "ApiScope" ADD VALUE 'QUALIFICATIONS_READ';
ALTER TYPE "ApiScope" ADD VALUE 'QUALIFICATIONS_WRITE';
ALTER TYPE "ApiScope" ADD VALUE 'ACCOUNTS_WRITE';

ALTER TABLE "qualifications"
  ALTER COLUMN "created_by_id" DROP NOT NULL,
  ADD COLUMN "created_by_key_id" UUID,
  ADD CONSTRAINT "qualifications_created_by_key_id_fkey" FOREIGN KEY ("created_by_key_id") REFERENCES "api_keys" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "qualifications_created_by_check" CHECK (num_nonnulls("created_by_id", "created_by_key_id") = 1);

ALTER TABLE "submissions"
  ADD COLUMN "submitted_by_key_id" UUID,
  ADD CONSTRAINT "submissions_submitted_by_key_id_fkey" FOREIGN KEY ("submitted_by_key_id") REFERENCES "api_keys" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  DROP CONSTRAINT "submissions_submitted_check",
  ADD CONSTRAINT "submissions_submitted_check" CHECK (
    num_nonnulls("submitted_by_id", "submitted_by_key_id") = CASE WHEN "submitted_at" IS NULL THEN 0 ELSE 1 END
  );

ALTER TABLE "turns"
  ADD COLUMN "by_key_id" UUID,
  ADD CONSTRAINT "turns_by_key_id_fkey" FOREIGN KEY ("by_key_id") REFERENCES "api_keys" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "turns_by_check" CHECK (num_nonnulls("by_id", "by_key_id") <= 1);
