-- Consents that a system of the platform attests for a customer who is no member (decision 93). Each row is checked once: "consents"
-- have a few rows for each person.
CREATE TYPE "ConsentMeans" AS ENUM ('APP_SCREEN', 'WEB_PAGE', 'PAPER');

ALTER TABLE "consents" ALTER COLUMN "user_id" DROP NOT NULL;
ALTER TABLE "consents"
  ADD COLUMN "attested_by_key_id" UUID,
  ADD COLUMN "agreed_at" TIMESTAMPTZ(3),
  ADD COLUMN "means" "ConsentMeans",
  ADD COLUMN "record_reference" TEXT,
  ADD COLUMN "record_sha256" BYTEA;
ALTER TABLE "consents"
  -- A person gave it, or a key attests it.
  ADD CONSTRAINT "consents_giver_check" CHECK (num_nonnulls("user_id", "attested_by_key_id") = 1),
  -- An attestation says when and how the customer agreed.
  ADD CONSTRAINT "consents_attested_check" CHECK (
    num_nonnulls("attested_by_key_id", "agreed_at", "means") IN (0, 3) AND coalesce("agreed_at" <= "given_at", true)
  ),
  -- It names one record of the platform, until that is erased with the person.
  ADD CONSTRAINT "consents_record_check" CHECK (
    num_nonnulls("record_reference", "record_sha256") <= num_nonnulls("attested_by_key_id")
    AND ("attested_by_key_id" IS NULL OR "withdrawn_at" IS NOT NULL OR num_nonnulls("record_reference", "record_sha256") = 1)
  ),
  ADD CONSTRAINT "consents_sha256_check" CHECK (octet_length("record_sha256") = 32),
  ADD CONSTRAINT "consents_attested_by_key_id_fkey" FOREIGN KEY ("attested_by_key_id") REFERENCES "api_keys" ("id") ON DELETE RESTRICT ON UPDATE CASCADE;
-- One attestation of a version is in force at a time. It also finds those of an account.
CREATE UNIQUE INDEX "consents_attested_once" ON "consents" ("account_id", "statement", "text_version")
  WHERE "attested_by_key_id" IS NOT NULL AND "withdrawn_at" IS NULL;
-- Whether one was withdrawn is asked before another is attested.
CREATE INDEX "consents_account_id_withdrawn_idx" ON "consents" ("account_id", "statement") WHERE "withdrawn_at" IS NOT NULL;
