-- A refused act names what it was about, without its kind: of a test account, its event is a test too (decision 88).
CREATE OR REPLACE FUNCTION "mark_test_event"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."is_test" := coalesce(CASE NEW."subject_kind"
      WHEN 'ACCOUNT' THEN (SELECT a."is_test" FROM "accounts" a WHERE a."id" = NEW."subject_id")
      WHEN 'QUALIFICATION' THEN (
        SELECT a."is_test" FROM "qualifications" q JOIN "accounts" a ON a."id" = q."account_id" WHERE q."id" = NEW."subject_id")
      WHEN 'INVITATION' THEN (
        SELECT a."is_test" FROM "member_invitations" i JOIN "accounts" a ON a."id" = i."account_id" WHERE i."id" = NEW."subject_id")
      WHEN 'API_KEY' THEN (SELECT k."is_test" FROM "api_keys" k WHERE k."id" = NEW."subject_id")
      WHEN 'WEBHOOK' THEN (SELECT e."is_test" FROM "webhook_endpoints" e WHERE e."id" = NEW."subject_id")
      ELSE NEW."subject_kind" IS NULL AND EXISTS (
        SELECT FROM "accounts" a WHERE a."is_test" AND (a."id" = NEW."subject_id"
          OR a."id" = (SELECT q."account_id" FROM "qualifications" q WHERE q."id" = NEW."subject_id")))
    END, false)
    OR (NEW."actor_kind" = 'CLIENT'
      AND coalesce((SELECT k."is_test" FROM "api_keys" k WHERE k."id" = NEW."actor_id"), false))
    OR (NEW."data" ? 'accountId'
      AND coalesce((SELECT a."is_test" FROM "accounts" a WHERE a."id" = (NEW."data" ->> 'accountId')::uuid), false));
  RETURN NEW;
END $$;
