-- Accounts about which the gate may answer otherwise, each in the transaction of the change, once a transaction. No insert
-- waits for another one: a place in the order is given after the commit. No foreign key: it would lock the account's row.
CREATE TABLE "sender_changes" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "account_id" UUID NOT NULL,
  "position" BIGINT,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "sender_changes_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "sender_changes_position_check" CHECK ("position" >= 0)
);
CREATE UNIQUE INDEX "sender_changes_position_key" ON "sender_changes" ("position");
CREATE INDEX "sender_changes_waiting" ON "sender_changes" ("account_id") WHERE "position" IS NULL;

-- The place before the first change, from which a follower starts where there is none yet.
INSERT INTO "sender_changes" ("account_id", "position") VALUES ('00000000-0000-0000-0000-000000000000', 0);

-- One function notes whatever changes an answer of the gate: no verb can forget it. The statement of the gate reads exactly
-- the columns that are named here; lib/integrations/changes/inputs.db.test.ts compares them.
CREATE FUNCTION "note_sender_change"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "changed" UUID[];
BEGIN
  IF TG_TABLE_NAME = 'qualifications' THEN
    "changed" := ARRAY[OLD."account_id", NEW."account_id"];
  ELSIF TG_TABLE_NAME = 'filings' THEN -- there are none before an approval
    SELECT array_agg(q."account_id") INTO "changed"
    FROM "sender_signatures" g JOIN "submissions" s ON s."id" = g."submission_id"
    JOIN "qualifications" q ON q."id" = s."qualification_id"
    WHERE g."id" IN (OLD."sender_signature_id", NEW."sender_signature_id");
  ELSIF TG_TABLE_NAME = 'sender_signatures' THEN
    SELECT array_agg(q."account_id") INTO "changed"
    FROM "submissions" s JOIN "qualifications" q ON q."id" = s."qualification_id"
    WHERE s."id" IN (OLD."submission_id", NEW."submission_id")
      AND q."status" IN ('APPROVED', 'SUSPENDED', 'REVOKED', 'EXPIRED');
  ELSE
    SELECT array_agg(q."account_id") INTO "changed" FROM "qualifications" q
    WHERE q."id" IN (OLD."qualification_id", NEW."qualification_id")
      AND q."status" IN ('APPROVED', 'SUSPENDED', 'REVOKED', 'EXPIRED');
  END IF;
  INSERT INTO "sender_changes" ("account_id")
  SELECT DISTINCT c."account_id" FROM unnest("changed") AS c("account_id")
  WHERE c."account_id" IS NOT NULL AND NOT EXISTS (
    SELECT FROM "sender_changes" o -- what this transaction noted before
    WHERE o."account_id" = c."account_id" AND o."position" IS NULL AND o.xmin = pg_current_xact_id()::xid
  );
  RETURN NULL;
END $$;

CREATE TRIGGER "qualifications_insert_changes_senders" AFTER INSERT ON "qualifications"
  FOR EACH ROW WHEN (NEW."status" IN ('APPROVED', 'SUSPENDED', 'REVOKED', 'EXPIRED'))
  EXECUTE FUNCTION "note_sender_change"();
CREATE TRIGGER "qualifications_delete_changes_senders" AFTER DELETE ON "qualifications"
  FOR EACH ROW WHEN (OLD."status" IN ('APPROVED', 'SUSPENDED', 'REVOKED', 'EXPIRED'))
  EXECUTE FUNCTION "note_sender_change"();
CREATE TRIGGER "qualifications_update_changes_senders" AFTER UPDATE ON "qualifications"
  FOR EACH ROW WHEN (
    (OLD."status" IN ('APPROVED', 'SUSPENDED', 'REVOKED', 'EXPIRED')
      OR NEW."status" IN ('APPROVED', 'SUSPENDED', 'REVOKED', 'EXPIRED'))
    AND (OLD."reference", OLD."account_id", OLD."status", OLD."revision", OLD."purposes", OLD."authorised_from",
      OLD."authorised_to", OLD."decided_at", OLD."valid_until")
    IS DISTINCT FROM (NEW."reference", NEW."account_id", NEW."status", NEW."revision", NEW."purposes",
      NEW."authorised_from", NEW."authorised_to", NEW."decided_at", NEW."valid_until")
  )
  EXECUTE FUNCTION "note_sender_change"();
CREATE TRIGGER "submissions_change_senders"
  AFTER INSERT OR DELETE OR UPDATE OF "qualification_id", "revision" ON "submissions"
  FOR EACH ROW EXECUTE FUNCTION "note_sender_change"();
CREATE TRIGGER "sender_signatures_change_senders"
  AFTER INSERT OR DELETE OR UPDATE OF "submission_id", "is_on_behalf", "text_index" ON "sender_signatures"
  FOR EACH ROW EXECUTE FUNCTION "note_sender_change"();
CREATE TRIGGER "filings_change_senders"
  AFTER INSERT OR DELETE OR UPDATE OF "sender_signature_id", "carrier", "state", "extension_number" ON "filings"
  FOR EACH ROW EXECUTE FUNCTION "note_sender_change"();
