-- What was erased is cleared at once, and a tombstone says until when its key could still be unwrapped from old bytes.

ALTER TABLE "tombstones"
  ADD COLUMN "keyring_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
  ADD COLUMN "rewritten_at" TIMESTAMPTZ(3);
CREATE INDEX "tombstones_not_rewritten_idx" ON "tombstones"("data_key_id") WHERE "rewritten_at" IS NULL;
-- For earlier erasures the keyring of their time is unknown: any key that was used here may have wrapped theirs.
UPDATE "tombstones" SET "keyring_ids" = ARRAY(SELECT DISTINCT "keyring_id" FROM "data_keys" ORDER BY 1);

-- What is disclosed under a key is found by it, when the key is erased.
CREATE INDEX "audit_disclosures_data_key_id_idx" ON "audit_disclosures"("data_key_id");

-- Statistics of a column contain its values, and outlive their rows. Changing a type to itself drops them.
ALTER TABLE "data_keys" ALTER COLUMN "wrapped" TYPE BYTEA, ALTER COLUMN "wrapped" SET STATISTICS 0;
ALTER TABLE "declared_fields" ALTER COLUMN "value_sealed" TYPE BYTEA, ALTER COLUMN "value_sealed" SET STATISTICS 0;
ALTER TABLE "sender_signatures" ALTER COLUMN "text_sealed" TYPE BYTEA, ALTER COLUMN "text_sealed" SET STATISTICS 0;
ALTER TABLE "sample_messages" ALTER COLUMN "text_sealed" TYPE BYTEA, ALTER COLUMN "text_sealed" SET STATISTICS 0;
ALTER TABLE "turns" ALTER COLUMN "note_sealed" TYPE BYTEA, ALTER COLUMN "note_sealed" SET STATISTICS 0;
ALTER TABLE "part_judgements" ALTER COLUMN "note_sealed" TYPE BYTEA, ALTER COLUMN "note_sealed" SET STATISTICS 0;
ALTER TABLE "filings" ALTER COLUMN "reason_sealed" TYPE BYTEA, ALTER COLUMN "reason_sealed" SET STATISTICS 0;
ALTER TABLE "stored_files" ALTER COLUMN "name_sealed" TYPE BYTEA, ALTER COLUMN "name_sealed" SET STATISTICS 0;
ALTER TABLE "sessions" ALTER COLUMN "network_sealed" TYPE BYTEA, ALTER COLUMN "network_sealed" SET STATISTICS 0;
ALTER TABLE "erasure_requests" ALTER COLUMN "note_sealed" TYPE BYTEA, ALTER COLUMN "note_sealed" SET STATISTICS 0;
ALTER TABLE "member_invitations" ALTER COLUMN "phone_sealed" TYPE BYTEA, ALTER COLUMN "phone_sealed" SET STATISTICS 0;
ALTER TABLE "access_cases" ALTER COLUMN "phone_sealed" TYPE BYTEA, ALTER COLUMN "phone_sealed" SET STATISTICS 0;
ALTER TABLE "uploads" ALTER COLUMN "name_sealed" TYPE BYTEA, ALTER COLUMN "name_sealed" SET STATISTICS 0;
ALTER TABLE "outbox_messages"
  ALTER COLUMN "to_sealed" TYPE BYTEA, ALTER COLUMN "to_sealed" SET STATISTICS 0,
  ALTER COLUMN "params_sealed" TYPE BYTEA, ALTER COLUMN "params_sealed" SET STATISTICS 0;
ALTER TABLE "audit_disclosures"
  ALTER COLUMN "salt_sealed" TYPE BYTEA, ALTER COLUMN "salt_sealed" SET STATISTICS 0,
  ALTER COLUMN "value_sealed" TYPE BYTEA, ALTER COLUMN "value_sealed" SET STATISTICS 0;
ALTER TABLE "users"
  ALTER COLUMN "name_sealed" TYPE BYTEA, ALTER COLUMN "name_sealed" SET STATISTICS 0,
  ALTER COLUMN "phone_sealed" TYPE BYTEA, ALTER COLUMN "phone_sealed" SET STATISTICS 0,
  ALTER COLUMN "email_sealed" TYPE BYTEA, ALTER COLUMN "email_sealed" SET STATISTICS 0,
  ALTER COLUMN "notice_email_sealed" TYPE BYTEA, ALTER COLUMN "notice_email_sealed" SET STATISTICS 0;

-- Submitted rows stay frozen, except that what is sealed under an erased key is cleared, with its blind index.
CREATE FUNCTION "is_qualification_erased"("qualification" uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM "qualifications" q JOIN "data_keys" k ON k."id" = q."data_key_id"
    WHERE q."id" = "qualification" AND (k."erased_at" IS NOT NULL OR q."details_erased_at" IS NOT NULL)
  )
$$;

CREATE FUNCTION "clears_only_sealed"("was" jsonb, "becomes" jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT ("was" - "cleared") = ("becomes" - "cleared")
    AND ("becomes" ->> 'value_index') IS NULL AND ("becomes" ->> 'text_index') IS NULL
    AND COALESCE("becomes" ->> 'value_sealed', '\x') = '\x' AND COALESCE("becomes" ->> 'text_sealed', '\x') = '\x'
    AND ("becomes" ->> 'note_sealed') IS NULL
  FROM (SELECT '{value_index,text_index,value_sealed,text_sealed,note_sealed,updated_at}'::text[] AS "cleared") c
$$;

CREATE OR REPLACE FUNCTION "refuse_change_of_frozen"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF "clears_only_sealed"(to_jsonb(OLD), to_jsonb(NEW)) AND EXISTS (
      SELECT FROM "submissions" s WHERE s."id" = OLD."submission_id" AND "is_qualification_erased"(s."qualification_id")
    ) THEN RETURN NEW; END IF;
  END IF;
  IF TG_OP <> 'INSERT' THEN PERFORM "refuse_if_frozen"(OLD."submission_id", TG_TABLE_NAME); END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  PERFORM "refuse_if_frozen"(NEW."submission_id", TG_TABLE_NAME);
  RETURN NEW;
END $$;

DROP FUNCTION "takes_only_index_of_erased";

-- The same for notes in append-only tables: row by row, since each row decides.
CREATE FUNCTION "refuse_rewriting_but_erased_turn"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF "clears_only_sealed"(to_jsonb(OLD), to_jsonb(NEW)) AND "is_qualification_erased"(OLD."qualification_id") THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP;
END $$;
DROP TRIGGER "turns_append_only" ON "turns";
CREATE TRIGGER "turns_append_only" BEFORE DELETE OR TRUNCATE ON "turns"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();
CREATE TRIGGER "turns_never_changed" BEFORE UPDATE ON "turns"
  FOR EACH ROW EXECUTE FUNCTION "refuse_rewriting_but_erased_turn"();

CREATE FUNCTION "refuse_rewriting_but_erased_judgement"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF "clears_only_sealed"(to_jsonb(OLD), to_jsonb(NEW)) AND EXISTS (
    SELECT FROM "parts" p JOIN "submissions" s ON s."id" = p."submission_id"
    WHERE p."id" = OLD."part_id" AND "is_qualification_erased"(s."qualification_id")
  ) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP;
END $$;
DROP TRIGGER "part_judgements_append_only" ON "part_judgements";
CREATE TRIGGER "part_judgements_append_only" BEFORE DELETE OR TRUNCATE ON "part_judgements"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();
CREATE TRIGGER "part_judgements_never_changed" BEFORE UPDATE ON "part_judgements"
  FOR EACH ROW EXECUTE FUNCTION "refuse_rewriting_but_erased_judgement"();

-- What was erased before this version.
UPDATE "declared_fields" f SET "value_sealed" = '', "value_index" = NULL FROM "submissions" s
  WHERE s."id" = f."submission_id" AND "is_qualification_erased"(s."qualification_id");
UPDATE "sender_signatures" g SET "text_sealed" = '', "text_index" = NULL FROM "submissions" s
  WHERE s."id" = g."submission_id" AND "is_qualification_erased"(s."qualification_id");
UPDATE "sample_messages" m SET "text_sealed" = '' FROM "submissions" s
  WHERE s."id" = m."submission_id" AND "is_qualification_erased"(s."qualification_id");
UPDATE "turns" SET "note_sealed" = NULL WHERE "note_sealed" IS NOT NULL AND "is_qualification_erased"("qualification_id");
UPDATE "part_judgements" j SET "note_sealed" = NULL FROM "parts" p, "submissions" s
  WHERE p."id" = j."part_id" AND s."id" = p."submission_id" AND j."note_sealed" IS NOT NULL
    AND "is_qualification_erased"(s."qualification_id");
UPDATE "filings" f SET "reason_sealed" = NULL FROM "sender_signatures" g, "submissions" s
  WHERE g."id" = f."sender_signature_id" AND s."id" = g."submission_id" AND f."reason_sealed" IS NOT NULL
    AND "is_qualification_erased"(s."qualification_id");
UPDATE "stored_files" f SET "name_sealed" = '' FROM "data_keys" k
  WHERE k."id" = f."data_key_id" AND k."erased_at" IS NOT NULL;
UPDATE "audit_disclosures" d SET "salt_sealed" = '', "value_sealed" = '' FROM "data_keys" k
  WHERE k."id" = d."data_key_id" AND k."erased_at" IS NOT NULL;
UPDATE "users" u SET "name_sealed" = NULL, "phone_sealed" = NULL, "email_sealed" = NULL, "notice_email_sealed" = NULL,
    "notice_email_token_hash" = NULL, "notice_email_token_ends_at" = NULL, "notice_email_confirmed_at" = NULL
  FROM "data_keys" k WHERE k."id" = u."data_key_id" AND k."erased_at" IS NOT NULL;
UPDATE "sessions" s SET "network_sealed" = NULL FROM "users" u, "data_keys" k
  WHERE u."id" = s."user_id" AND k."id" = u."data_key_id" AND k."erased_at" IS NOT NULL AND s."network_sealed" IS NOT NULL;
UPDATE "erasure_requests" r SET "note_sealed" = NULL FROM "users" u, "data_keys" k
  WHERE u."id" = r."requested_by_id" AND k."id" = u."data_key_id" AND k."erased_at" IS NOT NULL AND r."note_sealed" IS NOT NULL;
