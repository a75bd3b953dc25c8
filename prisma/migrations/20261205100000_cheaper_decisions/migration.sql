-- A decision writes filings, webhooks and an event: their triggers do nothing where nothing depends on it, and keep their plans.

-- The gate answers of a signature without a filing as of one that is not filed, so that the filings of an approval change nothing.
DROP TRIGGER "filings_change_senders" ON "filings";
CREATE TRIGGER "filings_insert_changes_senders" AFTER INSERT ON "filings"
  FOR EACH ROW WHEN (NEW."state" <> 'NOT_FILED' OR NEW."extension_number" IS NOT NULL) EXECUTE FUNCTION "note_sender_change"();
CREATE TRIGGER "filings_delete_changes_senders" AFTER DELETE ON "filings"
  FOR EACH ROW WHEN (OLD."state" <> 'NOT_FILED' OR OLD."extension_number" IS NOT NULL) EXECUTE FUNCTION "note_sender_change"();
CREATE TRIGGER "filings_update_changes_senders" AFTER UPDATE OF "sender_signature_id", "carrier", "state", "extension_number" ON "filings"
  FOR EACH ROW EXECUTE FUNCTION "note_sender_change"();

-- Looks each account up by itself: most changes are of one.
CREATE OR REPLACE FUNCTION "note_sender_change"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "changed" UUID[];
  "account" UUID;
BEGIN
  IF TG_TABLE_NAME = 'qualifications' THEN
    "changed" := ARRAY[OLD."account_id", NEW."account_id"];
  ELSIF TG_TABLE_NAME = 'filings' THEN -- there are none before an approval
    "changed" := ARRAY(
      SELECT q."account_id" FROM "sender_signatures" g JOIN "submissions" s ON s."id" = g."submission_id"
      JOIN "qualifications" q ON q."id" = s."qualification_id"
      WHERE g."id" IN (OLD."sender_signature_id", NEW."sender_signature_id"));
  ELSIF TG_TABLE_NAME = 'sender_signatures' THEN
    "changed" := ARRAY(
      SELECT q."account_id" FROM "submissions" s JOIN "qualifications" q ON q."id" = s."qualification_id"
      WHERE s."id" IN (OLD."submission_id", NEW."submission_id")
        AND q."status" IN ('APPROVED', 'SUSPENDED', 'REVOKED', 'EXPIRED'));
  ELSE
    "changed" := ARRAY(
      SELECT q."account_id" FROM "qualifications" q
      WHERE q."id" IN (OLD."qualification_id", NEW."qualification_id")
        AND q."status" IN ('APPROVED', 'SUSPENDED', 'REVOKED', 'EXPIRED'));
  END IF;
  FOREACH "account" IN ARRAY "changed" LOOP
    INSERT INTO "sender_changes" ("account_id")
    SELECT "account" WHERE "account" IS NOT NULL AND NOT EXISTS (
      SELECT FROM "sender_changes" o -- what this transaction noted before
      WHERE o."account_id" = "account" AND o."position" IS NULL AND o.xmin = pg_current_xact_id()::xid
    );
  END LOOP;
  RETURN NULL;
END $$;

-- A function in plain SQL is planned again at each call.
CREATE OR REPLACE FUNCTION "write_webhooks"("what" "WebhookEvent", "of" "qualifications", "about" JSONB) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "webhook_deliveries" ("endpoint_id", "qualification_id", "event", "happened_at", "data")
  SELECT e."id", "of"."id", "what", date_trunc('milliseconds', clock_timestamp()), jsonb_build_object(
    'account', "of"."account_id",
    'qualification', jsonb_build_object(
      'id', "of"."id",
      'reference', "of"."reference",
      'status', "of"."status",
      'validUntil', to_char("of"."valid_until" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) || "about"
  FROM "webhook_endpoints" e JOIN "accounts" a ON a."id" = "of"."account_id" AND a."is_test" = e."is_test"
  WHERE "what" = ANY (e."events");
END $$;

-- Most platforms have no endpoint: nothing is called then.
CREATE OR REPLACE FUNCTION "qualification_webhooks"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "what" "WebhookEvent";
BEGIN
  IF NOT EXISTS (SELECT FROM "webhook_endpoints") THEN RETURN NULL; END IF;
  "what" := CASE
    WHEN TG_OP = 'INSERT' THEN 'QUALIFICATION_CREATED'
    WHEN NEW."status" = 'SUBMITTED' AND OLD."status" IN ('DRAFT', 'CHANGES_REQUESTED') THEN 'QUALIFICATION_SUBMITTED'
    WHEN NEW."status" = 'CHANGES_REQUESTED' THEN 'QUALIFICATION_CHANGES_REQUESTED'
    WHEN NEW."status" = 'APPROVED' AND OLD."status" = 'SUSPENDED' THEN 'QUALIFICATION_RESUMED'
    WHEN NEW."status" = 'APPROVED' THEN 'QUALIFICATION_APPROVED'
    WHEN NEW."status" = 'REJECTED' THEN 'QUALIFICATION_REJECTED'
    WHEN NEW."status" = 'WITHDRAWN' THEN 'QUALIFICATION_WITHDRAWN'
    WHEN NEW."status" = 'SUSPENDED' THEN 'QUALIFICATION_SUSPENDED'
    WHEN NEW."status" = 'REVOKED' THEN 'QUALIFICATION_REVOKED'
    WHEN NEW."status" = 'EXPIRED' THEN 'QUALIFICATION_EXPIRED'
  END;
  IF "what" IS NOT NULL THEN PERFORM "write_webhooks"("what", NEW, '{}'); END IF;
  RETURN NULL;
END $$;

-- Looks up the one subject that an event has, in place of each kind that there is.
CREATE OR REPLACE FUNCTION "mark_test_event"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "marked" BOOLEAN;
BEGIN
  IF NEW."subject_kind" = 'ACCOUNT' THEN
    "marked" := (SELECT a."is_test" FROM "accounts" a WHERE a."id" = NEW."subject_id");
  ELSIF NEW."subject_kind" = 'QUALIFICATION' THEN
    "marked" := (
      SELECT a."is_test" FROM "qualifications" q JOIN "accounts" a ON a."id" = q."account_id" WHERE q."id" = NEW."subject_id");
  ELSIF NEW."subject_kind" = 'INVITATION' THEN
    "marked" := (
      SELECT a."is_test" FROM "member_invitations" i JOIN "accounts" a ON a."id" = i."account_id" WHERE i."id" = NEW."subject_id");
  ELSIF NEW."subject_kind" = 'API_KEY' THEN
    "marked" := (SELECT k."is_test" FROM "api_keys" k WHERE k."id" = NEW."subject_id");
  ELSIF NEW."subject_kind" = 'WEBHOOK' THEN
    "marked" := (SELECT e."is_test" FROM "webhook_endpoints" e WHERE e."id" = NEW."subject_id");
  ELSIF NEW."subject_kind" IS NULL THEN
    "marked" := EXISTS (
      SELECT FROM "accounts" a WHERE a."is_test" AND (a."id" = NEW."subject_id"
        OR a."id" = (SELECT q."account_id" FROM "qualifications" q WHERE q."id" = NEW."subject_id")));
  END IF;
  IF "marked" IS NOT TRUE AND NEW."actor_kind" = 'CLIENT' THEN
    "marked" := (SELECT k."is_test" FROM "api_keys" k WHERE k."id" = NEW."actor_id");
  END IF;
  IF "marked" IS NOT TRUE AND NEW."data" ? 'accountId' THEN
    "marked" := (SELECT a."is_test" FROM "accounts" a WHERE a."id" = (NEW."data" ->> 'accountId')::uuid);
  END IF;
  NEW."is_test" := coalesce("marked", false);
  RETURN NEW;
END $$;
