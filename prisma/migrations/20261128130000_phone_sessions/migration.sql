-- Phones that upload pictures for a draft (decision 68).
CREATE TYPE "PhoneSessionEnd" AS ENUM ('FINISHED', 'STOPPED', 'REPLACED', 'SUBMITTED', 'CLOSED', 'SIGNED_OUT', 'EXPIRED');

CREATE TABLE "phone_sessions" (
  "id" UUID NOT NULL,
  "session_id" UUID NOT NULL,
  "submission_id" UUID NOT NULL,
  "token_hash" BYTEA NOT NULL,
  "secret_hash" BYTEA,
  "received" SMALLINT NOT NULL DEFAULT 0,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "ends_at" TIMESTAMPTZ(3) NOT NULL,
  "bound_at" TIMESTAMPTZ(3),
  "ended_at" TIMESTAMPTZ(3),
  "ended_because" "PhoneSessionEnd",
  CONSTRAINT "phone_sessions_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "phone_sessions_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "phone_sessions_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "submissions" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "phone_sessions_hashes_check" CHECK (octet_length("token_hash") = 32 AND octet_length("secret_hash") = 32),
  CONSTRAINT "phone_sessions_bound_check" CHECK (num_nulls("bound_at", "secret_hash") IN (0, 2)),
  CONSTRAINT "phone_sessions_ended_check" CHECK (num_nulls("ended_at", "ended_because") IN (0, 2))
);
CREATE UNIQUE INDEX "phone_sessions_token_hash_key" ON "phone_sessions" ("token_hash");
CREATE UNIQUE INDEX "phone_sessions_secret_hash_key" ON "phone_sessions" ("secret_hash");
CREATE INDEX "phone_sessions_session_id_idx" ON "phone_sessions" ("session_id");
-- A draft has one phone at a time.
CREATE UNIQUE INDEX "phone_sessions_open_key" ON "phone_sessions" ("submission_id") WHERE "ended_at" IS NULL;

ALTER TABLE "stored_files" ADD COLUMN "phone_session_id" UUID;
CREATE INDEX "stored_files_phone_session_id_idx" ON "stored_files" ("phone_session_id") WHERE "phone_session_id" IS NOT NULL;
ALTER TABLE "uploads" ADD COLUMN "phone_session_id" UUID;
