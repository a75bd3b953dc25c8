-- Test accounts of the API (decision 88): made by test keys, and apart from everything that counts.
ALTER TABLE "accounts" ADD COLUMN "is_test" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "api_keys" ADD COLUMN "is_test" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "webhook_endpoints" ADD COLUMN "is_test" BOOLEAN NOT NULL DEFAULT false;
-- Test accounts are few, and each list leaves them out.
CREATE INDEX "accounts_test_idx" ON "accounts" ("id") WHERE "is_test";

CREATE FUNCTION "refuse_other_test_mark"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'whether % is a test never changes', TG_TABLE_NAME;
END $$;
CREATE TRIGGER "accounts_stay_test" BEFORE UPDATE OF "is_test" ON "accounts"
  FOR EACH ROW WHEN (OLD."is_test" <> NEW."is_test") EXECUTE FUNCTION "refuse_other_test_mark"();
CREATE TRIGGER "api_keys_stay_test" BEFORE UPDATE OF "is_test" ON "api_keys"
  FOR EACH ROW WHEN (OLD."is_test" <> NEW."is_test") EXECUTE FUNCTION "refuse_other_test_mark"();
CREATE TRIGGER "webhook_endpoints_stay_test" BEFORE UPDATE OF "is_test" ON "webhook_endpoints"
  FOR EACH ROW WHEN (OLD."is_test" <> NEW."is_test") EXECUTE FUNCTION "refuse_other_test_mark"();

-- An event says itself that it is of a test, in the same tree: no verb can forget it. The entry of any other event stays as it was.
ALTER TABLE "audit_events" ADD COLUMN "is_test" BOOLEAN NOT NULL DEFAULT false;
CREATE FUNCTION "mark_test_event"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."is_test" := coalesce(CASE NEW."subject_kind"
      WHEN 'ACCOUNT' THEN (SELECT a."is_test" FROM "accounts" a WHERE a."id" = NEW."subject_id")
      WHEN 'QUALIFICATION' THEN (
        SELECT a."is_test" FROM "qualifications" q JOIN "accounts" a ON a."id" = q."account_id" WHERE q."id" = NEW."subject_id")
      WHEN 'INVITATION' THEN (
        SELECT a."is_test" FROM "member_invitations" i JOIN "accounts" a ON a."id" = i."account_id" WHERE i."id" = NEW."subject_id")
      WHEN 'API_KEY' THEN (SELECT k."is_test" FROM "api_keys" k WHERE k."id" = NEW."subject_id")
      WHEN 'WEBHOOK' THEN (SELECT e."is_test" FROM "webhook_endpoints" e WHERE e."id" = NEW."subject_id")
    END, false)
    OR (NEW."actor_kind" = 'CLIENT'
      AND coalesce((SELECT k."is_test" FROM "api_keys" k WHERE k."id" = NEW."actor_id"), false))
    OR (NEW."data" ? 'accountId'
      AND coalesce((SELECT a."is_test" FROM "accounts" a WHERE a."id" = (NEW."data" ->> 'accountId')::uuid), false));
  RETURN NEW;
END $$;
CREATE TRIGGER "audit_events_mark_test" BEFORE INSERT ON "audit_events"
  FOR EACH ROW EXECUTE FUNCTION "mark_test_event"();

-- A webhook of a test account goes to test endpoints, and any other to the others.
CREATE OR REPLACE FUNCTION "write_webhooks"("what" "WebhookEvent", "of" "qualifications", "about" JSONB) RETURNS void LANGUAGE sql AS $$
  INSERT INTO "webhook_deliveries" ("endpoint_id", "qualification_id", "event", "happened_at", "data")
  SELECT e."id", "of"."id", "what", date_trunc('milliseconds', clock_timestamp()), jsonb_build_object(
    'account', "of"."account_id",
    'qualification', jsonb_build_object(
      'id', "of"."id",
      'reference', "of"."reference",
      'status', "of"."status",
      'validUntil', to_char("of"."valid_until" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) || "about"
  FROM "webhook_endpoints" e JOIN "accounts" a ON a."id" = "of"."account_id" AND a."is_test" = e."is_test"
  WHERE "what" = ANY (e."events")
$$;
