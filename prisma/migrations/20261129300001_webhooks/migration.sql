-- Webhooks: what other systems of the platform are notified of.
CREATE TYPE "WebhookEvent" AS ENUM (
  'QUALIFICATION_CREATED',
  'QUALIFICATION_SUBMITTED',
  'QUALIFICATION_CHANGES_REQUESTED',
  'QUALIFICATION_APPROVED',
  'QUALIFICATION_REJECTED',
  'QUALIFICATION_WITHDRAWN',
  'QUALIFICATION_SUSPENDED',
  'QUALIFICATION_RESUMED',
  'QUALIFICATION_REVOKED',
  'QUALIFICATION_EXPIRED',
  'FILING_CHANGED',
  'WEBHOOK_TEST'
);
CREATE TYPE "WebhookVersion" AS ENUM ('V2026_11_28');
CREATE TYPE "WebhookOff" AS ENUM ('BY_STAFF', 'FAILED_FOR_DAYS', 'GONE');
CREATE TYPE "WebhookDeliveryState" AS ENUM ('PENDING', 'SENDING', 'DELIVERED');
CREATE TYPE "WebhookFailure" AS ENUM (
  'STATUS',
  'REDIRECT',
  'TIMEOUT',
  'NAME_UNKNOWN',
  'ADDRESS_NOT_PUBLIC',
  'ADDRESS_NOT_ALLOWED',
  'CERTIFICATE',
  'CONNECTION',
  'LEFT_BEHIND'
);

CREATE TABLE "webhook_endpoints" (
  "id" UUID NOT NULL,
  "url" TEXT NOT NULL,
  "description" TEXT NOT NULL,
  "events" "WebhookEvent"[] NOT NULL,
  "version" "WebhookVersion" NOT NULL,
  "off_reason" "WebhookOff",
  "off_since" TIMESTAMPTZ(3),
  "failing_since" TIMESTAMPTZ(3),
  "created_by_id" UUID NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "webhook_endpoints_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "webhook_endpoints_off_check" CHECK (("off_reason" IS NULL) = ("off_since" IS NULL)),
  CONSTRAINT "webhook_endpoints_created_by_id_fkey" FOREIGN KEY ("created_by_id") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

CREATE TABLE "webhook_secrets" (
  "id" UUID NOT NULL,
  "endpoint_id" UUID NOT NULL,
  "secret_sealed" BYTEA NOT NULL,
  "private_key_sealed" BYTEA NOT NULL,
  "public_key" BYTEA NOT NULL,
  "ends_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "webhook_secrets_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "webhook_secrets_public_key_check" CHECK (octet_length("public_key") = 32),
  CONSTRAINT "webhook_secrets_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "webhook_endpoints" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
-- One secret of an endpoint has no end: two who rotate at once can't both make one.
CREATE UNIQUE INDEX "webhook_secrets_current_key" ON "webhook_secrets" ("endpoint_id") WHERE "ends_at" IS NULL;

CREATE TABLE "webhook_deliveries" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "position" BIGSERIAL NOT NULL,
  "endpoint_id" UUID NOT NULL,
  "qualification_id" UUID,
  "event" "WebhookEvent" NOT NULL,
  "data" JSONB NOT NULL,
  "happened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "state" "WebhookDeliveryState" NOT NULL DEFAULT 'PENDING',
  "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "claimed_at" TIMESTAMPTZ(3),
  "failing_since" TIMESTAMPTZ(3),
  "attempted_at" TIMESTAMPTZ(3),
  "delivered_at" TIMESTAMPTZ(3),
  "failure" "WebhookFailure",
  "answer_status" INTEGER,
  "answer" TEXT,
  CONSTRAINT "webhook_deliveries_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "webhook_deliveries_claimed_check" CHECK (("state" = 'SENDING') = ("claimed_at" IS NOT NULL)),
  CONSTRAINT "webhook_deliveries_endpoint_id_fkey" FOREIGN KEY ("endpoint_id") REFERENCES "webhook_endpoints" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "webhook_deliveries_qualification_id_fkey" FOREIGN KEY ("qualification_id") REFERENCES "qualifications" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "webhook_deliveries_position_key" ON "webhook_deliveries" ("position");
-- The page of an endpoint, by keyset.
CREATE INDEX "webhook_deliveries_endpoint_id_position_idx" ON "webhook_deliveries" ("endpoint_id", "position");
-- What waits, in order, and what is before it: few rows among many that were delivered.
CREATE INDEX "webhook_deliveries_waiting_idx" ON "webhook_deliveries" ("endpoint_id", "position") WHERE "state" <> 'DELIVERED';
CREATE INDEX "webhook_deliveries_before_idx" ON "webhook_deliveries" ("endpoint_id", "qualification_id", "position") WHERE "state" <> 'DELIVERED';
-- What is old enough to be deleted.
CREATE INDEX "webhook_deliveries_happened_at_idx" ON "webhook_deliveries" ("happened_at");

-- Writes a row for each endpoint that wants the event, in the transaction of the change. One who changes a qualification or a filing
-- of it holds the qualification's row, so that positions of one qualification are in the order of its changes.
CREATE FUNCTION "write_webhooks"("what" "WebhookEvent", "of" "qualifications", "about" JSONB) RETURNS void LANGUAGE sql AS $$
  INSERT INTO "webhook_deliveries" ("endpoint_id", "qualification_id", "event", "happened_at", "data")
  SELECT e."id", "of"."id", "what", date_trunc('milliseconds', clock_timestamp()), jsonb_build_object(
    'account', "of"."account_id",
    'qualification', jsonb_build_object(
      'id', "of"."id",
      'reference', "of"."reference",
      'status', "of"."status",
      'validUntil', to_char("of"."valid_until" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) || "about"
  FROM "webhook_endpoints" e WHERE "what" = ANY (e."events")
$$;

CREATE FUNCTION "qualification_webhooks"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  "what" "WebhookEvent" := CASE
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
BEGIN
  IF "what" IS NOT NULL THEN PERFORM "write_webhooks"("what", NEW, '{}'); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "qualifications_created_webhooks" AFTER INSERT ON "qualifications"
  FOR EACH ROW EXECUTE FUNCTION "qualification_webhooks"();
CREATE TRIGGER "qualifications_status_webhooks" AFTER UPDATE OF "status" ON "qualifications"
  FOR EACH ROW WHEN (OLD."status" <> NEW."status") EXECUTE FUNCTION "qualification_webhooks"();

CREATE FUNCTION "filing_webhooks"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE "of" "qualifications";
BEGIN
  SELECT q.* INTO "of" FROM "sender_signatures" g JOIN "submissions" s ON s."id" = g."submission_id"
    JOIN "qualifications" q ON q."id" = s."qualification_id" WHERE g."id" = NEW."sender_signature_id";
  PERFORM "write_webhooks"('FILING_CHANGED', "of", jsonb_build_object('filing', jsonb_build_object(
    'senderSignatureId', NEW."sender_signature_id",
    'carrier', NEW."carrier",
    'state', NEW."state",
    'extensionNumber', NEW."extension_number")));
  RETURN NULL;
END $$;
-- An approval makes filings that are not filed yet, which its own event says.
CREATE TRIGGER "filings_created_webhooks" AFTER INSERT ON "filings"
  FOR EACH ROW WHEN (NEW."state" <> 'NOT_FILED') EXECUTE FUNCTION "filing_webhooks"();
CREATE TRIGGER "filings_changed_webhooks" AFTER UPDATE OF "state", "extension_number" ON "filings"
  FOR EACH ROW WHEN (OLD."state" <> NEW."state" OR OLD."extension_number" IS DISTINCT FROM NEW."extension_number")
  EXECUTE FUNCTION "filing_webhooks"();
