-- Keeping and erasing: what is known to be gone, what must stay, what was asked for and done.
ALTER TABLE "users" ADD COLUMN "erased_at" TIMESTAMPTZ(3);
ALTER TABLE "users" ADD CONSTRAINT "users_erased_check" CHECK (
  "erased_at" IS NULL
  OR ("status" = 'DISABLED' AND num_nonnulls("phone_index", "email_index", "password_hash", "notice_email_token_hash") = 0)
);
ALTER TABLE "qualifications"
  ADD COLUMN "documents_erased_at" TIMESTAMPTZ(3),
  ADD COLUMN "details_erased_at" TIMESTAMPTZ(3),
  -- What can go on is never erased under its people's hands.
  ADD CONSTRAINT "qualifications_erased_check" CHECK (
    num_nonnulls("documents_erased_at", "details_erased_at") = 0
    OR ("status" IN ('REJECTED', 'WITHDRAWN', 'REVOKED', 'EXPIRED') AND "documents_erased_at" IS NOT NULL)
  );

CREATE TABLE "legal_holds" (
  "id" UUID NOT NULL,
  "account_id" UUID,
  "qualification_id" UUID,
  "reason" TEXT NOT NULL,
  "data_key_id" UUID NOT NULL,
  "note_sealed" BYTEA,
  "placed_by_id" UUID NOT NULL,
  "placed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "lifted_by_id" UUID,
  "lifted_at" TIMESTAMPTZ(3),
  CONSTRAINT "legal_holds_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "legal_holds_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "legal_holds_qualification_id_fkey" FOREIGN KEY ("qualification_id") REFERENCES "qualifications"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "legal_holds_data_key_id_fkey" FOREIGN KEY ("data_key_id") REFERENCES "data_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "legal_holds_subject_check" CHECK (num_nonnulls("account_id", "qualification_id") = 1),
  CONSTRAINT "legal_holds_lifted_check" CHECK (("lifted_at" IS NULL) = ("lifted_by_id" IS NULL))
);
CREATE INDEX "legal_holds_account_id_idx" ON "legal_holds"("account_id");
CREATE INDEX "legal_holds_qualification_id_idx" ON "legal_holds"("qualification_id");
-- One at a time on each.
CREATE UNIQUE INDEX "legal_holds_account_live_key" ON "legal_holds"("account_id") WHERE "lifted_at" IS NULL;
CREATE UNIQUE INDEX "legal_holds_qualification_live_key" ON "legal_holds"("qualification_id") WHERE "lifted_at" IS NULL;

CREATE TYPE "ErasureRequestState" AS ENUM ('WAITING', 'GRANTED', 'REFUSED', 'WITHDRAWN', 'DONE');
CREATE TYPE "ErasureCause" AS ENUM ('RETENTION', 'REQUEST');
CREATE TYPE "ErasureScope" AS ENUM ('DOCUMENTS', 'DETAILS', 'PERSON');

CREATE TABLE "erasure_requests" (
  "id" UUID NOT NULL,
  "account_id" UUID NOT NULL,
  "qualification_id" UUID,
  "requested_by_id" UUID NOT NULL,
  "state" "ErasureRequestState" NOT NULL,
  "obstacles" TEXT[],
  "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "decided_by_id" UUID,
  "decided_at" TIMESTAMPTZ(3),
  "reason" TEXT,
  "note_sealed" BYTEA,
  CONSTRAINT "erasure_requests_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "erasure_requests_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "erasure_requests_qualification_id_fkey" FOREIGN KEY ("qualification_id") REFERENCES "qualifications"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "erasure_requests_requested_by_id_fkey" FOREIGN KEY ("requested_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "erasure_requests_decided_check" CHECK (
    ("state" IN ('GRANTED', 'REFUSED')) = (num_nulls("decided_by_id", "decided_at", "reason") = 0)
  )
);
CREATE INDEX "erasure_requests_account_id_requested_at_idx" ON "erasure_requests"("account_id", "requested_at");
CREATE INDEX "erasure_requests_state_requested_at_idx" ON "erasure_requests"("state", "requested_at");
-- Asked once: of the same, one waits at a time.
CREATE UNIQUE INDEX "erasure_requests_waiting_key" ON "erasure_requests"("account_id", "qualification_id")
  NULLS NOT DISTINCT WHERE "state" = 'WAITING';

CREATE TABLE "erasures" (
  "id" UUID NOT NULL,
  "account_id" UUID NOT NULL,
  "qualification_id" UUID,
  "user_id" UUID,
  "scopes" "ErasureScope"[],
  "cause" "ErasureCause" NOT NULL,
  "request_id" UUID,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "record" JSONB NOT NULL,
  CONSTRAINT "erasures_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "erasures_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "erasures_qualification_id_fkey" FOREIGN KEY ("qualification_id") REFERENCES "qualifications"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "erasures_request_id_fkey" FOREIGN KEY ("request_id") REFERENCES "erasure_requests"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "erasures_scopes_check" CHECK (cardinality("scopes") > 0),
  CONSTRAINT "erasures_request_check" CHECK (("cause" = 'REQUEST') = ("request_id" IS NOT NULL))
);
CREATE INDEX "erasures_account_id_at_idx" ON "erasures"("account_id", "at");
CREATE INDEX "erasures_qualification_id_idx" ON "erasures"("qualification_id");
CREATE TRIGGER "erasures_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "erasures"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();

-- How each one ended, and when: what its retention is counted from. What is still going on has no row.
CREATE VIEW "qualification_endings" AS
SELECT q."id" AS "qualification_id", q."account_id", s."rulebook_version",
  CASE q."status"
    WHEN 'REJECTED' THEN 'REJECTED'
    WHEN 'WITHDRAWN' THEN CASE t."kind" WHEN 'LAPSED' THEN 'ABANDONED' ELSE 'WITHDRAWN' END
    ELSE 'APPROVED'
  END AS "outcome",
  CASE q."status"
    WHEN 'REJECTED' THEN q."decided_at"
    WHEN 'WITHDRAWN' THEN t."at"
    WHEN 'REVOKED' THEN LEAST(t."at", q."valid_until")
    ELSE q."valid_until"
  END AS "ended_at"
FROM "qualifications" q
JOIN "submissions" s ON s."qualification_id" = q."id" AND s."revision" = q."revision"
LEFT JOIN LATERAL (
  SELECT "kind", "at" FROM "turns"
  WHERE "qualification_id" = q."id" AND "kind" IN ('WITHDRAWN', 'LAPSED', 'REVOKED')
  ORDER BY "at" DESC, "id" DESC LIMIT 1
) t ON true
WHERE q."status" IN ('APPROVED', 'SUSPENDED', 'REVOKED', 'EXPIRED', 'REJECTED', 'WITHDRAWN');

-- A blind index would still tell who it was. Of what was erased it goes too, though it was handed in; nothing else does.
ALTER TABLE "sender_signatures" ALTER COLUMN "text_index" DROP NOT NULL;

CREATE FUNCTION "takes_only_index_of_erased"("was" jsonb, "becomes" jsonb) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT ("was" - '{value_index,text_index,updated_at}'::text[]) = ("becomes" - '{value_index,text_index,updated_at}'::text[])
    AND ("becomes" ->> 'value_index') IS NULL AND ("becomes" ->> 'text_index') IS NULL
    AND EXISTS (
      SELECT FROM "submissions" s JOIN "qualifications" q ON q."id" = s."qualification_id"
      WHERE s."id" = ("was" ->> 'submission_id')::uuid AND q."details_erased_at" IS NOT NULL
    )
$$;

CREATE OR REPLACE FUNCTION "refuse_change_of_frozen"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF "takes_only_index_of_erased"(to_jsonb(OLD), to_jsonb(NEW)) THEN RETURN NEW; END IF;
  END IF;
  IF TG_OP <> 'INSERT' THEN PERFORM "refuse_if_frozen"(OLD."submission_id", TG_TABLE_NAME); END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  PERFORM "refuse_if_frozen"(NEW."submission_id", TG_TABLE_NAME);
  RETURN NEW;
END $$;
