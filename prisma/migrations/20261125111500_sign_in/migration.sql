-- Signing in by a number that may have been given to someone else: known devices, identity asked on others, and the way back.
ALTER TABLE "users"
  ADD COLUMN "identity_misses" SMALLINT NOT NULL DEFAULT 0,
  ADD COLUMN "locked_at" TIMESTAMPTZ(3),
  ADD COLUMN "phone_proved_at" TIMESTAMPTZ(3),
  ADD COLUMN "former_phone_index" BYTEA;
-- Until now each session of an applicant began with a code to their phone.
UPDATE "users" u SET "phone_proved_at" = COALESCE(
  (SELECT max(s."created_at") FROM "sessions" s WHERE s."user_id" = u."id" AND s."audience" = 'APPLICANT'), u."created_at"
) WHERE u."phone_index" IS NOT NULL;
CREATE INDEX "users_former_phone_index_idx" ON "users"("former_phone_index");

CREATE TABLE "known_devices" (
  "id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "secret_hash" BYTEA NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "known_devices_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "known_devices_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "known_devices_secret_hash_user_id_key" ON "known_devices"("secret_hash", "user_id");
CREATE INDEX "known_devices_user_id_idx" ON "known_devices"("user_id");

CREATE TABLE "spent_proofs" (
  "signature_hash" BYTEA NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "spent_proofs_pkey" PRIMARY KEY ("signature_hash")
);
CREATE INDEX "spent_proofs_expires_at_idx" ON "spent_proofs"("expires_at");

CREATE TYPE "AccessCaseKind" AS ENUM ('LOCKED', 'LOST_PHONE');
CREATE TYPE "AccessCaseState" AS ENUM ('OPEN', 'HANDED_IN', 'GRANTED', 'REFUSED');
CREATE TABLE "access_cases" (
  "id" UUID NOT NULL,
  "kind" "AccessCaseKind" NOT NULL,
  "state" "AccessCaseState" NOT NULL DEFAULT 'OPEN',
  "user_id" UUID,
  "phone_index" BYTEA NOT NULL,
  "phone_sealed" BYTEA NOT NULL,
  "data_key_id" UUID NOT NULL,
  "locale" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "handed_in_at" TIMESTAMPTZ(3),
  "decided_at" TIMESTAMPTZ(3),
  "decided_by_id" UUID,
  "reason" TEXT,
  CONSTRAINT "access_cases_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "access_cases_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "access_cases_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "access_cases_data_key_id_fkey" FOREIGN KEY ("data_key_id") REFERENCES "data_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "access_cases_decided_check" CHECK (
    ("state" IN ('GRANTED', 'REFUSED')) = ("decided_at" IS NOT NULL AND "decided_by_id" IS NOT NULL)
  ),
  CONSTRAINT "access_cases_granted_check" CHECK ("state" <> 'GRANTED' OR "user_id" IS NOT NULL),
  CONSTRAINT "access_cases_handed_in_check" CHECK ("state" = 'OPEN' OR "handed_in_at" IS NOT NULL)
);
-- One at a time for each number that asks.
CREATE UNIQUE INDEX "access_cases_live_key" ON "access_cases"("phone_index") WHERE "state" IN ('OPEN', 'HANDED_IN');
CREATE INDEX "access_cases_state_handed_in_at_idx" ON "access_cases"("state", "handed_in_at");
CREATE INDEX "access_cases_user_id_idx" ON "access_cases"("user_id");

CREATE TABLE "access_case_files" (
  "case_id" UUID NOT NULL,
  "side" TEXT NOT NULL,
  "file_id" UUID NOT NULL,
  CONSTRAINT "access_case_files_pkey" PRIMARY KEY ("case_id", "side"),
  CONSTRAINT "access_case_files_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "access_cases"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "access_case_files_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_files"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "access_case_files_file_id_key" ON "access_case_files"("file_id");
