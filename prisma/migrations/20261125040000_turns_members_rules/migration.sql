-- Qualifications: renewal, what the queue is narrowed by, place and urgency.
CREATE TYPE "TurnKind" AS ENUM ('WITHDRAWN', 'LAPSED', 'SUSPENDED', 'RESUMED', 'REVOKED', 'EXPIRED');
CREATE TYPE "ReminderKind" AS ENUM ('DRAFT_LAPSES', 'EXPIRES_IN_30_DAYS', 'EXPIRES_IN_7_DAYS');

ALTER TABLE "qualifications"
  ADD COLUMN "renews_id" UUID,
  ADD COLUMN "organisation_type" TEXT,
  ADD COLUMN "purposes" TEXT[] DEFAULT ARRAY[]::TEXT[],
  ADD COLUMN "is_on_behalf" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "queue_place" TIMESTAMPTZ(3),
  ADD COLUMN "is_urgent" BOOLEAN NOT NULL DEFAULT false;
UPDATE "qualifications" SET "queue_place" = "queued_at";
ALTER TABLE "qualifications"
  ADD CONSTRAINT "qualifications_renews_id_fkey" FOREIGN KEY ("renews_id") REFERENCES "qualifications"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "qualifications_place_check" CHECK (("queued_at" IS NULL) = ("queue_place" IS NULL));
DROP INDEX "qualifications_status_queued_at_id_idx";
CREATE INDEX "qualifications_status_is_urgent_queue_place_id_idx" ON "qualifications"("status", "is_urgent" DESC, "queue_place", "id");
CREATE INDEX "qualifications_status_valid_until_idx" ON "qualifications"("status", "valid_until");
CREATE INDEX "qualifications_renews_id_idx" ON "qualifications"("renews_id");

CREATE TABLE "turns" (
  "id" UUID NOT NULL,
  "qualification_id" UUID NOT NULL,
  "kind" "TurnKind" NOT NULL,
  "reason" TEXT,
  "note_sealed" BYTEA,
  "by_id" UUID,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "turns_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "turns_qualification_id_fkey" FOREIGN KEY ("qualification_id") REFERENCES "qualifications"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "turns_qualification_id_at_idx" ON "turns"("qualification_id", "at");
CREATE TRIGGER "turns_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "turns"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();

CREATE TABLE "reminders" (
  "qualification_id" UUID NOT NULL,
  "kind" "ReminderKind" NOT NULL,
  "ends_at" TIMESTAMPTZ(3) NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "reminders_pkey" PRIMARY KEY ("qualification_id", "kind", "ends_at"),
  CONSTRAINT "reminders_qualification_id_fkey" FOREIGN KEY ("qualification_id") REFERENCES "qualifications"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- What is carried from one revision to the next.
ALTER TABLE "sender_signatures"
  ADD COLUMN "is_on_behalf" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "previous_id" UUID;
ALTER TABLE "parts"
  ADD COLUMN "carried_from_id" UUID,
  ADD CONSTRAINT "parts_carried_from_id_fkey" FOREIGN KEY ("carried_from_id") REFERENCES "parts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX "parts_carried_from_id_idx" ON "parts"("carried_from_id");
ALTER TABLE "decisions" ADD COLUMN "reasons_version" TEXT NOT NULL DEFAULT 'cn-mainland/2024-10';

-- Exact search: an index tells kinds of values apart by itself, so that the key need not be known.
DROP INDEX "declared_fields_key_value_index_idx";
CREATE INDEX "declared_fields_value_index_idx" ON "declared_fields"("value_index");
CREATE INDEX "sender_signatures_text_index_idx" ON "sender_signatures"("text_index");

-- People: where they are written to, and who is asked into an account.
ALTER TABLE "users"
  ADD COLUMN "notice_email_sealed" BYTEA,
  ADD COLUMN "notice_email_token_hash" BYTEA,
  ADD COLUMN "notice_email_token_ends_at" TIMESTAMPTZ(3),
  ADD COLUMN "notice_email_confirmed_at" TIMESTAMPTZ(3),
  ADD COLUMN "notices_by_sms" BOOLEAN NOT NULL DEFAULT true,
  ADD COLUMN "notices_by_email" BOOLEAN NOT NULL DEFAULT true,
  ADD CONSTRAINT "users_notice_email_check" CHECK (
    ("notice_email_sealed" IS NOT NULL OR num_nonnulls("notice_email_token_hash", "notice_email_confirmed_at") = 0)
    AND ("notice_email_token_hash" IS NULL) = ("notice_email_token_ends_at" IS NULL)
  );
CREATE UNIQUE INDEX "users_notice_email_token_hash_key" ON "users"("notice_email_token_hash");
ALTER TABLE "invitations" ADD COLUMN "email_sealed" BYTEA;

CREATE TABLE "member_invitations" (
  "id" UUID NOT NULL,
  "account_id" UUID NOT NULL,
  "data_key_id" UUID NOT NULL,
  "phone_sealed" BYTEA NOT NULL,
  "phone_index" BYTEA NOT NULL,
  "invited_by_id" UUID NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "accepted_at" TIMESTAMPTZ(3),
  "declined_at" TIMESTAMPTZ(3),
  "revoked_at" TIMESTAMPTZ(3),
  CONSTRAINT "member_invitations_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "member_invitations_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "member_invitations_data_key_id_fkey" FOREIGN KEY ("data_key_id") REFERENCES "data_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "member_invitations_invited_by_id_fkey" FOREIGN KEY ("invited_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "member_invitations_end_check" CHECK (num_nonnulls("accepted_at", "declined_at", "revoked_at") <= 1)
);
CREATE INDEX "member_invitations_account_id_idx" ON "member_invitations"("account_id");
CREATE INDEX "member_invitations_phone_index_idx" ON "member_invitations"("phone_index");

-- Messages leave by a worker.
ALTER TYPE "OutboxState" ADD VALUE 'SENDING' AFTER 'PENDING';
ALTER TYPE "OutboxState" ADD VALUE 'UNSURE' AFTER 'FAILED';
ALTER TABLE "outbox_messages"
  ADD COLUMN "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  ADD COLUMN "claimed_at" TIMESTAMPTZ(3),
  ADD COLUMN "failure" TEXT,
  ADD COLUMN "provider_id" TEXT,
  ADD COLUMN "qualification_id" UUID;
DROP INDEX "outbox_messages_state_created_at_idx";
CREATE INDEX "outbox_messages_state_due_at_idx" ON "outbox_messages"("state", "due_at");
CREATE INDEX "outbox_messages_created_at_idx" ON "outbox_messages"("created_at");

-- Rules that administrators make.
CREATE TYPE "RuleKind" AS ENUM ('RULEBOOK', 'REASONS', 'LETTERS');
CREATE TYPE "RuleStatus" AS ENUM ('DRAFT', 'PUBLISHED');
CREATE TABLE "rule_versions" (
  "id" UUID NOT NULL,
  "kind" "RuleKind" NOT NULL,
  "version" TEXT NOT NULL,
  "based_on" TEXT NOT NULL,
  "status" "RuleStatus" NOT NULL DEFAULT 'DRAFT',
  "content" JSONB NOT NULL,
  "edits" INTEGER NOT NULL DEFAULT 0,
  "created_by_id" UUID NOT NULL,
  "published_by_id" UUID,
  "published_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "rule_versions_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "rule_versions_published_check" CHECK (
    ("status" = 'PUBLISHED') = (num_nonnulls("published_at", "published_by_id") = 2)
    AND num_nonnulls("published_at", "published_by_id") IN (0, 2)
  )
);
CREATE UNIQUE INDEX "rule_versions_kind_version_key" ON "rule_versions"("kind", "version");
CREATE INDEX "rule_versions_kind_published_at_idx" ON "rule_versions"("kind", "published_at");
-- One draft of a kind at a time: two would each leave out what the other changed.
CREATE UNIQUE INDEX "rule_versions_one_draft_key" ON "rule_versions"("kind") WHERE "status" = 'DRAFT';

CREATE FUNCTION "refuse_change_of_published"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."status" = 'PUBLISHED' THEN
    RAISE EXCEPTION 'rules % % are published: they never change', OLD."kind", OLD."version";
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "rule_versions_published" BEFORE UPDATE OR DELETE ON "rule_versions"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change_of_published"();
