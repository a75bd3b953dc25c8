-- Links by which systems of the platform hand customers over, and the addresses to which those are returned.
CREATE TYPE "HandoverPurpose" AS ENUM ('BEGIN', 'CONTINUE', 'CORRECT', 'RENEW', 'SEE');

CREATE TABLE "handovers" (
  "id" UUID NOT NULL,
  "account_id" UUID NOT NULL,
  "purpose" "HandoverPurpose" NOT NULL,
  "qualification_id" UUID,
  "api_key_id" UUID NOT NULL,
  "is_vouched" BOOLEAN NOT NULL,
  "user_id" UUID,
  "phone_index" BYTEA,
  "return_url" TEXT NOT NULL,
  "token_hash" BYTEA NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "ends_at" TIMESTAMPTZ(3) NOT NULL,
  "used_at" TIMESTAMPTZ(3),
  "secret_hash" BYTEA,
  "entered_at" TIMESTAMPTZ(3),
  "finished_at" TIMESTAMPTZ(3),
  CONSTRAINT "handovers_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "handovers_hashes_check" CHECK (octet_length("token_hash") = 32 AND octet_length("secret_hash") = 32),
  CONSTRAINT "handovers_whose_check" CHECK ("user_id" IS NULL OR "phone_index" IS NULL),
  CONSTRAINT "handovers_vouched_check" CHECK (NOT "is_vouched" OR "user_id" IS NOT NULL),
  CONSTRAINT "handovers_used_check" CHECK (("used_at" IS NULL) = ("secret_hash" IS NULL)),
  CONSTRAINT "handovers_entered_check" CHECK ("entered_at" IS NULL OR ("used_at" IS NOT NULL AND "user_id" IS NOT NULL)),
  CONSTRAINT "handovers_finished_check" CHECK ("finished_at" IS NULL OR "entered_at" IS NOT NULL),
  CONSTRAINT "handovers_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "handovers_qualification_id_fkey" FOREIGN KEY ("qualification_id") REFERENCES "qualifications" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "handovers_api_key_id_fkey" FOREIGN KEY ("api_key_id") REFERENCES "api_keys" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "handovers_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "handovers_token_hash_key" ON "handovers" ("token_hash");
CREATE UNIQUE INDEX "handovers_secret_hash_key" ON "handovers" ("secret_hash");
CREATE INDEX "handovers_api_key_id_idx" ON "handovers" ("api_key_id");
CREATE INDEX "handovers_created_at_idx" ON "handovers" ("created_at");

CREATE TABLE "return_addresses" (
  "id" UUID NOT NULL,
  "origin" TEXT NOT NULL,
  "path_prefix" TEXT NOT NULL,
  "created_by_id" UUID NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "removed_by_id" UUID,
  "removed_at" TIMESTAMPTZ(3),
  CONSTRAINT "return_addresses_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "return_addresses_removed_check" CHECK (("removed_at" IS NULL) = ("removed_by_id" IS NULL)),
  CONSTRAINT "return_addresses_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "return_addresses_removed_by_id_fkey" FOREIGN KEY ("removed_by_id") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "return_addresses_once" ON "return_addresses" ("origin", "path_prefix") WHERE "removed_at" IS NULL;

-- A session that the platform vouched for sees one account, and is never staff.
ALTER TABLE "sessions" ADD COLUMN "handover_id" UUID;
ALTER TABLE "sessions" ADD COLUMN "only_account_id" UUID;
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_handover_id_fkey" FOREIGN KEY ("handover_id") REFERENCES "handovers" ("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_only_account_id_fkey" FOREIGN KEY ("only_account_id") REFERENCES "accounts" ("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_vouched_check" CHECK ("only_account_id" IS NULL OR "audience" = 'APPLICANT');
CREATE INDEX "sessions_handover_id_idx" ON "sessions" ("handover_id");
