-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "ActorKind" AS ENUM ('PERSON', 'SYSTEM', 'CLIENT');

-- CreateEnum
CREATE TYPE "BlobVariant" AS ENUM ('ORIGINAL', 'RENDITION', 'THUMBNAIL');

-- CreateEnum
CREATE TYPE "PersonStatus" AS ENUM ('ACTIVE', 'DISABLED');

-- CreateEnum
CREATE TYPE "StaffRole" AS ENUM ('REVIEWER', 'LEAD', 'AUDITOR', 'ADMIN');

-- CreateEnum
CREATE TYPE "Audience" AS ENUM ('APPLICANT', 'STAFF');

-- CreateEnum
CREATE TYPE "InvitationKind" AS ENUM ('FIRST_ADMINISTRATOR', 'STAFF');

-- CreateEnum
CREATE TYPE "QualificationKind" AS ENUM ('INDIVIDUAL', 'ORGANISATION');

-- CreateEnum
CREATE TYPE "QualificationStatus" AS ENUM ('DRAFT', 'SUBMITTED', 'IN_REVIEW', 'SECOND_REVIEW', 'ARBITRATION', 'CHANGES_REQUESTED', 'APPROVED', 'SUSPENDED', 'REVOKED', 'EXPIRED', 'REJECTED', 'WITHDRAWN');

-- CreateEnum
CREATE TYPE "SignatureSource" AS ENUM ('OWN_NAME', 'ORGANISATION_NAME', 'TRADEMARK', 'APP', 'SITE');

-- CreateEnum
CREATE TYPE "DocumentKind" AS ENUM ('ID_PORTRAIT', 'ID_EMBLEM', 'ID_IN_HAND', 'LICENCE', 'LEGAL_REP_ID_PORTRAIT', 'LEGAL_REP_ID_EMBLEM', 'ADMIN_ID_PORTRAIT', 'ADMIN_ID_EMBLEM', 'ADMIN_ID_IN_HAND', 'COMMITMENT_LETTER', 'AUTHORISATION_LETTER', 'PRINCIPAL_LICENCE', 'SIGNATURE_EVIDENCE', 'SUPPORTING');

-- CreateEnum
CREATE TYPE "Carrier" AS ENUM ('CMCC', 'CUCC', 'CTCC', 'CBN');

-- CreateEnum
CREATE TYPE "FilingState" AS ENUM ('NOT_FILED', 'FILED', 'EFFECTIVE', 'FAILED');

-- CreateEnum
CREATE TYPE "PartKind" AS ENUM ('DOCUMENT', 'FIELDS', 'SENDER_SIGNATURE', 'SAMPLE_MESSAGES');

-- CreateEnum
CREATE TYPE "Outcome" AS ENUM ('APPROVED', 'REJECTED', 'CHANGES_REQUESTED');

-- CreateEnum
CREATE TYPE "Verdict" AS ENUM ('ACCEPTED', 'REFUSED');

-- CreateEnum
CREATE TYPE "Mend" AS ENUM ('PICTURE', 'FIELD');

-- CreateEnum
CREATE TYPE "Channel" AS ENUM ('SMS', 'EMAIL');

-- CreateEnum
CREATE TYPE "OutboxState" AS ENUM ('PENDING', 'SENT', 'FAILED');

-- CreateTable
CREATE TABLE "audit_events" (
    "id" UUID NOT NULL,
    "version" SMALLINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" "ActorKind" NOT NULL,
    "actor_id" UUID,
    "capabilities" TEXT[],
    "action" TEXT NOT NULL,
    "subject_kind" TEXT,
    "subject_id" UUID,
    "data" JSONB NOT NULL,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_disclosures" (
    "event_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "data_key_id" UUID NOT NULL,
    "salt_sealed" BYTEA NOT NULL,
    "value_sealed" BYTEA NOT NULL,

    CONSTRAINT "audit_disclosures_pkey" PRIMARY KEY ("event_id","name")
);

-- CreateTable
CREATE TABLE "refusal_counts" (
    "actor_id" UUID NOT NULL,
    "act" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "minute" TIMESTAMPTZ(0) NOT NULL,
    "count" INTEGER NOT NULL DEFAULT 1,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "refusal_counts_pkey" PRIMARY KEY ("actor_id","act","code","minute")
);

-- CreateTable
CREATE TABLE "stored_files" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "uploaded_by_id" UUID NOT NULL,
    "data_key_id" UUID NOT NULL,
    "name_sealed" BYTEA NOT NULL,
    "media_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sha256" BYTEA NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "stored_files_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stored_blobs" (
    "id" UUID NOT NULL,
    "file_id" UUID NOT NULL,
    "variant" "BlobVariant" NOT NULL,
    "size" INTEGER NOT NULL,

    CONSTRAINT "stored_blobs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "data_keys" (
    "id" UUID NOT NULL,
    "name" TEXT,
    "wrapped" BYTEA NOT NULL,
    "keyring_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "data_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "data_key_id" UUID NOT NULL,
    "status" "PersonStatus" NOT NULL DEFAULT 'ACTIVE',
    "name_sealed" BYTEA,
    "phone_sealed" BYTEA,
    "phone_index" BYTEA,
    "email_sealed" BYTEA,
    "email_index" BYTEA,
    "password_hash" TEXT,
    "locale" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_grants" (
    "user_id" UUID NOT NULL,
    "role" "StaffRole" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "role_grants_pkey" PRIMARY KEY ("user_id","role")
);

-- CreateTable
CREATE TABLE "accounts" (
    "id" UUID NOT NULL,
    "external_ref" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memberships" (
    "account_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("account_id","user_id")
);

-- CreateTable
CREATE TABLE "consents" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "statement" TEXT NOT NULL,
    "text_version" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "given_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "consents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "audience" "Audience" NOT NULL,
    "factors" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "idle_ends_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_codes" (
    "id" UUID NOT NULL,
    "phone_index" BYTEA NOT NULL,
    "code_hash" BYTEA NOT NULL,
    "guesses" SMALLINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "sign_in_codes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitations" (
    "id" UUID NOT NULL,
    "kind" "InvitationKind" NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "roles" "StaffRole"[],
    "invited_by_id" UUID,
    "used_by_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "qualifications" (
    "id" UUID NOT NULL,
    "reference" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "created_by_id" UUID NOT NULL,
    "kind" "QualificationKind" NOT NULL,
    "status" "QualificationStatus" NOT NULL DEFAULT 'DRAFT',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "data_key_id" UUID NOT NULL,
    "queued_at" TIMESTAMPTZ(3),
    "reviewer_id" UUID,
    "claimed_at" TIMESTAMPTZ(3),
    "lease_ends_at" TIMESTAMPTZ(3),
    "first_submitted_at" TIMESTAMPTZ(3),
    "decided_at" TIMESTAMPTZ(3),
    "valid_until" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "qualifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "submissions" (
    "id" UUID NOT NULL,
    "qualification_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "rulebook_version" TEXT NOT NULL,
    "letter_version" TEXT NOT NULL,
    "draft_version" INTEGER NOT NULL DEFAULT 0,
    "submitted_by_id" UUID,
    "submitted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "submissions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "declared_fields" (
    "submission_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "value_sealed" BYTEA NOT NULL,
    "value_index" BYTEA,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "declared_fields_pkey" PRIMARY KEY ("submission_id","key")
);

-- CreateTable
CREATE TABLE "sender_signatures" (
    "id" UUID NOT NULL,
    "submission_id" UUID NOT NULL,
    "position" SMALLINT NOT NULL,
    "source" "SignatureSource" NOT NULL,
    "text_sealed" BYTEA NOT NULL,
    "text_index" BYTEA NOT NULL,

    CONSTRAINT "sender_signatures_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sample_messages" (
    "id" UUID NOT NULL,
    "submission_id" UUID NOT NULL,
    "position" SMALLINT NOT NULL,
    "text_sealed" BYTEA NOT NULL,

    CONSTRAINT "sample_messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "documents" (
    "id" UUID NOT NULL,
    "submission_id" UUID NOT NULL,
    "kind" "DocumentKind" NOT NULL,
    "sender_signature_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "documents_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "document_pages" (
    "document_id" UUID NOT NULL,
    "position" SMALLINT NOT NULL,
    "file_id" UUID NOT NULL,

    CONSTRAINT "document_pages_pkey" PRIMARY KEY ("document_id","file_id")
);

-- CreateTable
CREATE TABLE "filings" (
    "sender_signature_id" UUID NOT NULL,
    "carrier" "Carrier" NOT NULL,
    "state" "FilingState" NOT NULL DEFAULT 'NOT_FILED',
    "extension_number" TEXT,
    "reason_sealed" BYTEA,
    "filed_at" TIMESTAMPTZ(3),
    "effective_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "filings_pkey" PRIMARY KEY ("sender_signature_id","carrier")
);

-- CreateTable
CREATE TABLE "parts" (
    "id" UUID NOT NULL,
    "submission_id" UUID NOT NULL,
    "kind" "PartKind" NOT NULL,
    "position" SMALLINT NOT NULL,
    "field_group" TEXT,
    "document_id" UUID,
    "sender_signature_id" UUID,

    CONSTRAINT "parts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decisions" (
    "id" UUID NOT NULL,
    "submission_id" UUID NOT NULL,
    "look" SMALLINT NOT NULL DEFAULT 1,
    "reviewer_id" UUID NOT NULL,
    "outcome" "Outcome" NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "decisions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "part_judgements" (
    "decision_id" UUID NOT NULL,
    "part_id" UUID NOT NULL,
    "verdict" "Verdict" NOT NULL,
    "reasons" TEXT[],
    "mend" "Mend",
    "mend_field" TEXT,
    "note_sealed" BYTEA,

    CONSTRAINT "part_judgements_pkey" PRIMARY KEY ("decision_id","part_id")
);

-- CreateTable
CREATE TABLE "outbox_messages" (
    "id" UUID NOT NULL,
    "channel" "Channel" NOT NULL,
    "template" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "to_sealed" BYTEA NOT NULL,
    "params_sealed" BYTEA NOT NULL,
    "state" "OutboxState" NOT NULL DEFAULT 'PENDING',
    "attempts" SMALLINT NOT NULL DEFAULT 0,
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker_heartbeats" (
    "id" TEXT NOT NULL,
    "beat_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "worker_heartbeats_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_events_at_id_idx" ON "audit_events"("at", "id");

-- CreateIndex
CREATE INDEX "audit_events_subject_id_at_idx" ON "audit_events"("subject_id", "at");

-- CreateIndex
CREATE INDEX "audit_events_actor_id_at_idx" ON "audit_events"("actor_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "stored_files_data_key_id_key" ON "stored_files"("data_key_id");

-- CreateIndex
CREATE INDEX "stored_files_account_id_idx" ON "stored_files"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "stored_blobs_file_id_variant_key" ON "stored_blobs"("file_id", "variant");

-- CreateIndex
CREATE UNIQUE INDEX "data_keys_name_key" ON "data_keys"("name");

-- CreateIndex
CREATE INDEX "data_keys_keyring_id_idx" ON "data_keys"("keyring_id");

-- CreateIndex
CREATE UNIQUE INDEX "users_phone_index_key" ON "users"("phone_index");

-- CreateIndex
CREATE UNIQUE INDEX "users_email_index_key" ON "users"("email_index");

-- CreateIndex
CREATE UNIQUE INDEX "accounts_external_ref_key" ON "accounts"("external_ref");

-- CreateIndex
CREATE INDEX "memberships_user_id_idx" ON "memberships"("user_id");

-- CreateIndex
CREATE INDEX "consents_user_id_statement_idx" ON "consents"("user_id", "statement");

-- CreateIndex
CREATE INDEX "sessions_user_id_idx" ON "sessions"("user_id");

-- CreateIndex
CREATE INDEX "sign_in_codes_phone_index_created_at_idx" ON "sign_in_codes"("phone_index", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_token_hash_key" ON "invitations"("token_hash");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_used_by_id_key" ON "invitations"("used_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "qualifications_reference_key" ON "qualifications"("reference");

-- CreateIndex
CREATE INDEX "qualifications_account_id_created_at_idx" ON "qualifications"("account_id", "created_at");

-- CreateIndex
CREATE INDEX "qualifications_status_queued_at_id_idx" ON "qualifications"("status", "queued_at", "id");

-- CreateIndex
CREATE INDEX "qualifications_reviewer_id_status_idx" ON "qualifications"("reviewer_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "submissions_qualification_id_revision_key" ON "submissions"("qualification_id", "revision");

-- CreateIndex
CREATE INDEX "declared_fields_key_value_index_idx" ON "declared_fields"("key", "value_index");

-- CreateIndex
CREATE INDEX "sender_signatures_submission_id_idx" ON "sender_signatures"("submission_id");

-- CreateIndex
CREATE INDEX "sample_messages_submission_id_idx" ON "sample_messages"("submission_id");

-- CreateIndex
CREATE UNIQUE INDEX "documents_sender_signature_id_key" ON "documents"("sender_signature_id");

-- CreateIndex
CREATE INDEX "document_pages_file_id_idx" ON "document_pages"("file_id");

-- CreateIndex
CREATE UNIQUE INDEX "parts_document_id_key" ON "parts"("document_id");

-- CreateIndex
CREATE UNIQUE INDEX "parts_sender_signature_id_key" ON "parts"("sender_signature_id");

-- CreateIndex
CREATE UNIQUE INDEX "parts_submission_id_position_key" ON "parts"("submission_id", "position");

-- CreateIndex
CREATE INDEX "decisions_reviewer_id_decided_at_idx" ON "decisions"("reviewer_id", "decided_at");

-- CreateIndex
CREATE UNIQUE INDEX "decisions_submission_id_look_key" ON "decisions"("submission_id", "look");

-- CreateIndex
CREATE INDEX "part_judgements_part_id_idx" ON "part_judgements"("part_id");

-- CreateIndex
CREATE INDEX "outbox_messages_state_created_at_idx" ON "outbox_messages"("state", "created_at");

-- AddForeignKey
ALTER TABLE "audit_disclosures" ADD CONSTRAINT "audit_disclosures_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "audit_events"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_disclosures" ADD CONSTRAINT "audit_disclosures_data_key_id_fkey" FOREIGN KEY ("data_key_id") REFERENCES "data_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stored_files" ADD CONSTRAINT "stored_files_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stored_files" ADD CONSTRAINT "stored_files_uploaded_by_id_fkey" FOREIGN KEY ("uploaded_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stored_files" ADD CONSTRAINT "stored_files_data_key_id_fkey" FOREIGN KEY ("data_key_id") REFERENCES "data_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stored_blobs" ADD CONSTRAINT "stored_blobs_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_files"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_data_key_id_fkey" FOREIGN KEY ("data_key_id") REFERENCES "data_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "role_grants" ADD CONSTRAINT "role_grants_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consents" ADD CONSTRAINT "consents_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "consents" ADD CONSTRAINT "consents_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_invited_by_id_fkey" FOREIGN KEY ("invited_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_used_by_id_fkey" FOREIGN KEY ("used_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "qualifications" ADD CONSTRAINT "qualifications_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "qualifications" ADD CONSTRAINT "qualifications_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "qualifications" ADD CONSTRAINT "qualifications_data_key_id_fkey" FOREIGN KEY ("data_key_id") REFERENCES "data_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "qualifications" ADD CONSTRAINT "qualifications_reviewer_id_fkey" FOREIGN KEY ("reviewer_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "submissions" ADD CONSTRAINT "submissions_qualification_id_fkey" FOREIGN KEY ("qualification_id") REFERENCES "qualifications"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "declared_fields" ADD CONSTRAINT "declared_fields_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "submissions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sender_signatures" ADD CONSTRAINT "sender_signatures_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "submissions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sample_messages" ADD CONSTRAINT "sample_messages_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "submissions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "documents" ADD CONSTRAINT "documents_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "submissions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "documents" ADD CONSTRAINT "documents_sender_signature_id_fkey" FOREIGN KEY ("sender_signature_id") REFERENCES "sender_signatures"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_pages" ADD CONSTRAINT "document_pages_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "documents"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "document_pages" ADD CONSTRAINT "document_pages_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_files"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "filings" ADD CONSTRAINT "filings_sender_signature_id_fkey" FOREIGN KEY ("sender_signature_id") REFERENCES "sender_signatures"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "parts" ADD CONSTRAINT "parts_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "submissions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "parts" ADD CONSTRAINT "parts_document_id_fkey" FOREIGN KEY ("document_id") REFERENCES "documents"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "parts" ADD CONSTRAINT "parts_sender_signature_id_fkey" FOREIGN KEY ("sender_signature_id") REFERENCES "sender_signatures"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "submissions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_reviewer_id_fkey" FOREIGN KEY ("reviewer_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "part_judgements" ADD CONSTRAINT "part_judgements_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decisions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "part_judgements" ADD CONSTRAINT "part_judgements_part_id_fkey" FOREIGN KEY ("part_id") REFERENCES "parts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- By hand: what Prisma's schema language can't say.

-- Only one document a slot: PostgreSQL counts NULLs as different unless told otherwise.
CREATE UNIQUE INDEX "documents_slot_key" ON "documents"("submission_id", "kind", "sender_signature_id") NULLS NOT DISTINCT;

-- Append-only: what was once written is neither changed nor taken away.
CREATE FUNCTION "refuse_rewriting"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP;
END $$;

CREATE TRIGGER "audit_events_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_events"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();
CREATE TRIGGER "parts_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "parts"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();
CREATE TRIGGER "decisions_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "decisions"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();
CREATE TRIGGER "part_judgements_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "part_judgements"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();

-- Frozen: nothing of a submission changes once it was handed in. The verbs see to it under a lock; this is the belt.
CREATE FUNCTION "refuse_if_frozen"("submission" uuid, "table" text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM "submissions" s WHERE s."id" = "submission" AND s."submitted_at" IS NOT NULL) THEN
    RAISE EXCEPTION 'submission % was handed in: its % are frozen', "submission", "table";
  END IF;
END $$;

CREATE FUNCTION "refuse_change_of_frozen"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN PERFORM "refuse_if_frozen"(OLD."submission_id", TG_TABLE_NAME); END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  PERFORM "refuse_if_frozen"(NEW."submission_id", TG_TABLE_NAME);
  RETURN NEW;
END $$;

CREATE TRIGGER "declared_fields_frozen" BEFORE INSERT OR UPDATE OR DELETE ON "declared_fields"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change_of_frozen"();
CREATE TRIGGER "sender_signatures_frozen" BEFORE INSERT OR UPDATE OR DELETE ON "sender_signatures"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change_of_frozen"();
CREATE TRIGGER "sample_messages_frozen" BEFORE INSERT OR UPDATE OR DELETE ON "sample_messages"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change_of_frozen"();
CREATE TRIGGER "documents_frozen" BEFORE INSERT OR UPDATE OR DELETE ON "documents"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change_of_frozen"();

CREATE FUNCTION "refuse_change_of_frozen_page"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM "refuse_if_frozen"(d."submission_id", TG_TABLE_NAME) FROM "documents" d WHERE d."id" = OLD."document_id";
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  PERFORM "refuse_if_frozen"(d."submission_id", TG_TABLE_NAME) FROM "documents" d WHERE d."id" = NEW."document_id";
  RETURN NEW;
END $$;

CREATE TRIGGER "document_pages_frozen" BEFORE INSERT OR UPDATE OR DELETE ON "document_pages"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change_of_frozen_page"();

CREATE FUNCTION "refuse_change_of_submitted"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD."submitted_at" IS NOT NULL THEN
    RAISE EXCEPTION 'submission % was handed in: it is frozen', OLD."id";
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER "submissions_frozen" BEFORE UPDATE OR DELETE ON "submissions"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change_of_submitted"();

-- What must hold of a row by itself.
ALTER TABLE "qualifications"
  ADD CONSTRAINT "qualifications_claim_check" CHECK (
    ("status" = 'IN_REVIEW' AND num_nulls("reviewer_id", "claimed_at", "lease_ends_at") = 0)
    OR ("status" <> 'IN_REVIEW' AND num_nonnulls("reviewer_id", "claimed_at", "lease_ends_at") = 0)
  ),
  ADD CONSTRAINT "qualifications_revision_check" CHECK ("revision" >= 1);
ALTER TABLE "submissions"
  ADD CONSTRAINT "submissions_revision_check" CHECK ("revision" >= 1 AND "draft_version" >= 0),
  ADD CONSTRAINT "submissions_submitted_check" CHECK (("submitted_at" IS NULL) = ("submitted_by_id" IS NULL));
ALTER TABLE "sender_signatures" ADD CONSTRAINT "sender_signatures_position_check" CHECK ("position" >= 0);
ALTER TABLE "sample_messages" ADD CONSTRAINT "sample_messages_position_check" CHECK ("position" >= 0);
ALTER TABLE "documents" ADD CONSTRAINT "documents_evidence_check" CHECK (
  ("kind" = 'SIGNATURE_EVIDENCE') = ("sender_signature_id" IS NOT NULL)
);
ALTER TABLE "document_pages" ADD CONSTRAINT "document_pages_position_check" CHECK ("position" >= 0);
ALTER TABLE "stored_files"
  ADD CONSTRAINT "stored_files_size_check" CHECK ("size" > 0 AND "width" > 0 AND "height" > 0),
  ADD CONSTRAINT "stored_files_sha256_check" CHECK (octet_length("sha256") = 32);
ALTER TABLE "stored_blobs" ADD CONSTRAINT "stored_blobs_size_check" CHECK ("size" >= 0);
ALTER TABLE "parts"
  ADD CONSTRAINT "parts_position_check" CHECK ("position" >= 0),
  ADD CONSTRAINT "parts_kind_check" CHECK (
    ("kind" = 'DOCUMENT') = ("document_id" IS NOT NULL)
    AND ("kind" = 'FIELDS') = ("field_group" IS NOT NULL)
    AND ("kind" = 'SENDER_SIGNATURE') = ("sender_signature_id" IS NOT NULL)
  );
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_look_check" CHECK ("look" >= 1);
ALTER TABLE "part_judgements"
  ADD CONSTRAINT "part_judgements_verdict_check" CHECK (("verdict" = 'REFUSED') = (cardinality("reasons") > 0)),
  ADD CONSTRAINT "part_judgements_mend_check" CHECK (
    ("verdict" = 'REFUSED' OR "mend" IS NULL)
    AND ("mend" IS NOT DISTINCT FROM 'FIELD') = ("mend_field" IS NOT NULL)
  );
ALTER TABLE "users" ADD CONSTRAINT "users_disabled_check" CHECK (("status" = 'DISABLED') = ("disabled_at" IS NOT NULL));
ALTER TABLE "sign_in_codes" ADD CONSTRAINT "sign_in_codes_guesses_check" CHECK ("guesses" >= 0);
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_token_hash_check" CHECK (octet_length("token_hash") = 32);
ALTER TABLE "rate_limits" ADD CONSTRAINT "rate_limits_points_check" CHECK ("points" >= 0);
ALTER TABLE "outbox_messages" ADD CONSTRAINT "outbox_messages_attempts_check" CHECK ("attempts" >= 0);
ALTER TABLE "audit_events" ADD CONSTRAINT "audit_events_data_check" CHECK ("version" >= 1 AND jsonb_typeof("data") = 'object');
ALTER TABLE "refusal_counts" ADD CONSTRAINT "refusal_counts_count_check" CHECK ("count" >= 1);
