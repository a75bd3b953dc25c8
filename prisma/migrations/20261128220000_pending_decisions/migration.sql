-- A decision that was sent and does not count yet: its reviewer can undo it until it takes effect.
CREATE TABLE "pending_decisions" (
  "qualification_id" UUID NOT NULL,
  "submission_id" UUID NOT NULL,
  "reviewer_id" UUID NOT NULL,
  "session_id" UUID NOT NULL,
  "outcome" "Outcome" NOT NULL,
  "content_sealed" BYTEA NOT NULL,
  "due_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "pending_decisions_pkey" PRIMARY KEY ("qualification_id"),
  CONSTRAINT "pending_decisions_qualification_id_fkey" FOREIGN KEY ("qualification_id") REFERENCES "qualifications" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "pending_decisions_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "submissions" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "pending_decisions_reviewer_id_fkey" FOREIGN KEY ("reviewer_id") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "pending_decisions_due_at_idx" ON "pending_decisions" ("due_at");
CREATE INDEX "pending_decisions_reviewer_id_idx" ON "pending_decisions" ("reviewer_id");
-- Statistics of a column contain its values, and outlive their rows.
ALTER TABLE "pending_decisions" ALTER COLUMN "content_sealed" SET STATISTICS 0;

-- What reviewers have to know of a case that they no longer decide.
CREATE TYPE "ReviewNoticeReason" AS ENUM ('ABSENT', 'HELD_TOO_LONG', 'URGENT', 'CONFLICT_OF_INTEREST', 'OTHER', 'WITHDRAWN', 'CLAIM_ENDED', 'NO_LONGER_VALID');
CREATE TABLE "review_notices" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "reviewer_id" UUID NOT NULL,
  "qualification_id" UUID NOT NULL,
  "reason" "ReviewNoticeReason" NOT NULL,
  "by_id" UUID,
  "is_decision_dropped" BOOLEAN NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "review_notices_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "review_notices_reviewer_id_fkey" FOREIGN KEY ("reviewer_id") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "review_notices_by_id_fkey" FOREIGN KEY ("by_id") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "review_notices_qualification_id_fkey" FOREIGN KEY ("qualification_id") REFERENCES "qualifications" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "review_notices_reviewer_id_at_idx" ON "review_notices" ("reviewer_id", "at");

-- A decision that was sent ends with its claim, whatever ends that. Sending locks the qualification's row, so that one that is
-- sent meanwhile is seen here. Its reviewer is notified, unless the qualification was decided all the same.
CREATE FUNCTION "drop_pending_decision"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH dropped AS (
    DELETE FROM "pending_decisions" WHERE "qualification_id" = NEW."id" RETURNING "reviewer_id"
  )
  INSERT INTO "review_notices" ("reviewer_id", "qualification_id", "reason", "is_decision_dropped")
  SELECT "reviewer_id", NEW."id",
    (CASE NEW."status" WHEN 'WITHDRAWN' THEN 'WITHDRAWN' ELSE 'CLAIM_ENDED' END)::"ReviewNoticeReason", true
  FROM dropped WHERE NEW."status" NOT IN ('APPROVED', 'CHANGES_REQUESTED', 'REJECTED');
  RETURN NULL;
END $$;
CREATE TRIGGER "qualifications_pending_decision" AFTER UPDATE OF "status", "reviewer_id" ON "qualifications"
  FOR EACH ROW WHEN (OLD."status" = 'IN_REVIEW'
    AND (NEW."status" <> 'IN_REVIEW' OR NEW."reviewer_id" IS DISTINCT FROM OLD."reviewer_id"))
  EXECUTE FUNCTION "drop_pending_decision"();

-- Decisions that were sent do not take effect in time.
ALTER TYPE "ConditionKind" ADD VALUE 'DECISIONS_WAITING' AFTER 'READER_FAILING';
