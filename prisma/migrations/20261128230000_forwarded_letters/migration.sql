-- A letter that is forwarded: a link with a code, by which somebody else prints it and uploads the signed one (decision 77).
ALTER TYPE "PhoneSessionEnd" ADD VALUE 'LOCKED';

ALTER TABLE "phone_sessions"
  ADD COLUMN "user_id" UUID,
  ADD COLUMN "letter" "DocumentKind",
  ADD COLUMN "misses" SMALLINT NOT NULL DEFAULT 0,
  ALTER COLUMN "session_id" DROP NOT NULL;
UPDATE "phone_sessions" p SET "user_id" = e."user_id" FROM "sessions" e WHERE e."id" = p."session_id";
ALTER TABLE "phone_sessions"
  ALTER COLUMN "user_id" SET NOT NULL,
  ADD CONSTRAINT "phone_sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  DROP CONSTRAINT "phone_sessions_bound_check",
  -- A phone ends with its session; the link to a letter has none, and its secret exists before it is opened.
  ADD CONSTRAINT "phone_sessions_kind_check" CHECK (num_nulls("session_id", "letter") = 1),
  ADD CONSTRAINT "phone_sessions_bound_check" CHECK (
    CASE WHEN "letter" IS NULL THEN num_nulls("bound_at", "secret_hash") IN (0, 2) ELSE "secret_hash" IS NOT NULL END);
CREATE INDEX "phone_sessions_user_id_idx" ON "phone_sessions" ("user_id");
-- A draft has one phone at a time, and one link to each of its letters.
DROP INDEX "phone_sessions_open_key";
CREATE UNIQUE INDEX "phone_sessions_open_key" ON "phone_sessions" ("submission_id") WHERE "ended_at" IS NULL AND "letter" IS NULL;
CREATE UNIQUE INDEX "phone_sessions_open_letter_key" ON "phone_sessions" ("submission_id", "letter") WHERE "ended_at" IS NULL;

ALTER TABLE "stored_files"
  ADD COLUMN "is_forwarded" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "confirmed_at" TIMESTAMPTZ(3),
  ADD CONSTRAINT "stored_files_confirmed_check" CHECK ("confirmed_at" IS NULL OR "is_forwarded");
