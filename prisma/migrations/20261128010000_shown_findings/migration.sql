-- What the check page showed when a revision was submitted: codes, so that a reviewer sees what the applicant was warned of.
CREATE TYPE "ShownSeverity" AS ENUM ('warn', 'note');
CREATE TYPE "FindingCode" AS ENUM (
  'SIGNATURE_NOT_OWN_NAME',
  'SIGNATURE_NOT_ORGANISATION_NAME',
  'SAMPLE_BRACKETS',
  'SAMPLE_OTHER_SIGNATURE',
  'SAMPLE_NO_OPT_OUT',
  'SAMPLES_NO_OPT_OUT',
  'ENDS_SOON',
  'ENDS_EARLY',
  'SAME_FILE',
  'CARRIED_OVER',
  'CARRIED_ENDS_SOON',
  'CARRIED_BUT_CHANGED',
  'NOT_CORRECTED',
  'LETTER_OUTDATED'
);

CREATE TABLE "shown_findings" (
  "part_id" UUID NOT NULL,
  "position" SMALLINT NOT NULL,
  "code" "FindingCode" NOT NULL,
  "severity" "ShownSeverity" NOT NULL,
  "field" TEXT,
  CONSTRAINT "shown_findings_pkey" PRIMARY KEY ("part_id", "position"),
  CONSTRAINT "shown_findings_part_id_fkey" FOREIGN KEY ("part_id") REFERENCES "parts" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "shown_findings_position_check" CHECK ("position" >= 0)
);

CREATE TRIGGER "shown_findings_never_changed" BEFORE UPDATE OR TRUNCATE ON "shown_findings"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();

CREATE FUNCTION "refuse_deleting_but_erased_finding"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM "parts" p JOIN "submissions" s ON s."id" = p."submission_id"
    WHERE p."id" = OLD."part_id" AND "is_qualification_erased"(s."qualification_id")
  ) THEN RETURN OLD; END IF;
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP;
END $$;
CREATE TRIGGER "shown_findings_append_only" BEFORE DELETE ON "shown_findings"
  FOR EACH ROW EXECUTE FUNCTION "refuse_deleting_but_erased_finding"();
