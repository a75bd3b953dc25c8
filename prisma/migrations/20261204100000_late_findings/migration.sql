-- What a machine reads after a revision was submitted reaches its reviewer: decision 111.
CREATE TABLE "late_readings" (
  "submission_id" UUID NOT NULL,
  "file_id" UUID NOT NULL,
  "leased_until" TIMESTAMPTZ(3),
  CONSTRAINT "late_readings_pkey" PRIMARY KEY ("submission_id", "file_id"),
  CONSTRAINT "late_readings_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "submissions" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

CREATE TABLE "late_findings" (
  "part_id" UUID NOT NULL,
  "position" SMALLINT NOT NULL,
  "code" "FindingCode" NOT NULL,
  "severity" "ShownSeverity" NOT NULL,
  "field" TEXT,
  "found_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "late_findings_pkey" PRIMARY KEY ("part_id", "position"),
  CONSTRAINT "late_findings_part_id_fkey" FOREIGN KEY ("part_id") REFERENCES "parts" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "late_findings_position_check" CHECK ("position" >= 0)
);

-- As the findings that were shown: neither is changed, and each is deleted with the details of its qualification.
CREATE TRIGGER "late_findings_never_changed" BEFORE UPDATE OR TRUNCATE ON "late_findings"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();
CREATE TRIGGER "late_findings_append_only" BEFORE DELETE ON "late_findings"
  FOR EACH ROW EXECUTE FUNCTION "refuse_deleting_but_erased_finding"();

-- Revisions that wait for a decision now, and have files that are not read yet.
INSERT INTO "late_readings" ("submission_id", "file_id")
SELECT DISTINCT s."id", p."file_id"
FROM "qualifications" q
JOIN "submissions" s ON s."qualification_id" = q."id" AND s."submitted_at" IS NOT NULL AND s."revision" = (
  SELECT max(n."revision") FROM "submissions" n WHERE n."qualification_id" = q."id")
JOIN "documents" d ON d."submission_id" = s."id"
JOIN "document_pages" p ON p."document_id" = d."id"
JOIN "readings" r ON r."file_id" = p."file_id" AND r."state" = 'WAITING'
WHERE q."status" IN ('SUBMITTED', 'IN_REVIEW');
