-- Who runs the portal, as administrators entered it. The newest edition counts; each stays.
CREATE TABLE "operator_editions" (
  "edition" INTEGER NOT NULL,
  "name" TEXT,
  "phone" TEXT,
  "email" TEXT,
  "entered_by_id" UUID NOT NULL,
  "entered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "operator_editions_pkey" PRIMARY KEY ("edition"),
  CONSTRAINT "operator_editions_edition_check" CHECK ("edition" > 0)
);

CREATE TRIGGER "operator_editions_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "operator_editions"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();

ALTER TYPE "ConditionKind" ADD VALUE 'OPERATOR_INCOMPLETE';
