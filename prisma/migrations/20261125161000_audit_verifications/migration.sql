CREATE TABLE "audit_verifications" (
  "id" UUID NOT NULL,
  "asked_by_id" UUID NOT NULL,
  "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "held_until" TIMESTAMPTZ(3),
  "done" BIGINT NOT NULL DEFAULT 0,
  "all" BIGINT NOT NULL DEFAULT 0,
  "finished_at" TIMESTAMPTZ(3),
  "report" JSONB,
  CONSTRAINT "audit_verifications_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "audit_verifications_report_check" CHECK ("report" IS NULL OR "finished_at" IS NOT NULL)
);
ALTER TABLE "audit_verifications" ADD CONSTRAINT "audit_verifications_asked_by_id_fkey"
  FOREIGN KEY ("asked_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
-- One at a time: whoever asks meanwhile gets the answer of that one.
CREATE UNIQUE INDEX "audit_verifications_under_way_key" ON "audit_verifications" ((true)) WHERE "finished_at" IS NULL;
-- The page shows the newest.
CREATE INDEX "audit_verifications_asked_at_idx" ON "audit_verifications"("asked_at");
