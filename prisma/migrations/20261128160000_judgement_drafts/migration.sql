-- What a reviewer wrote of a judgement that isn't sent yet.
CREATE TABLE "judgement_drafts" (
  "submission_id" UUID NOT NULL,
  "reviewer_id" UUID NOT NULL,
  "content_sealed" BYTEA NOT NULL,
  "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "judgement_drafts_pkey" PRIMARY KEY ("submission_id", "reviewer_id"),
  CONSTRAINT "judgement_drafts_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "submissions" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "judgement_drafts_reviewer_id_fkey" FOREIGN KEY ("reviewer_id") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
-- Statistics of a column contain its values, and outlive their rows.
ALTER TABLE "judgement_drafts" ALTER COLUMN "content_sealed" SET STATISTICS 0;

-- Whatever ends a review ends its drafts: a decision, a withdrawal, an erasure. Who saves one holds the qualification's row, so that
-- a draft that is saved meanwhile is seen here.
CREATE FUNCTION "erase_judgement_drafts"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "judgement_drafts" d USING "submissions" s WHERE s."id" = d."submission_id" AND s."qualification_id" = NEW."id";
  RETURN NULL;
END $$;
CREATE TRIGGER "qualifications_judgement_drafts" AFTER UPDATE OF "status" ON "qualifications"
  FOR EACH ROW WHEN (OLD."status" IN ('IN_REVIEW', 'SUBMITTED') AND NEW."status" NOT IN ('IN_REVIEW', 'SUBMITTED'))
  EXECUTE FUNCTION "erase_judgement_drafts"();
