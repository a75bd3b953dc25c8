-- How often the reader was right, as decisions say afterwards: no value, and nothing that leads to a person or a case.
CREATE TYPE "ReadingField" AS ENUM ('name', 'idNumber', 'sex', 'birthDate', 'address', 'authority', 'validFrom', 'validTo', 'code', 'type', 'legalRep', 'foundedOn', 'qr', 'mrz');
CREATE TABLE "reading_outcomes" (
  "id" UUID NOT NULL DEFAULT gen_random_uuid(),
  "day" DATE NOT NULL,
  "document_kind" "DocumentKind" NOT NULL,
  "field" "ReadingField" NOT NULL,
  "engine" TEXT NOT NULL,
  "is_right" BOOLEAN NOT NULL,
  CONSTRAINT "reading_outcomes_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "reading_outcomes_day_idx" ON "reading_outcomes" ("day");

CREATE TRIGGER "reading_outcomes_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "reading_outcomes"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();
