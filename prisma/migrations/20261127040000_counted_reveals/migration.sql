CREATE TYPE "RevealKind" AS ENUM ('DECLARED', 'CLAIM', 'SEARCH', 'ORIGINAL', 'DOSSIER', 'LIST', 'ACCESS_CASE');

-- One time that ID numbers were shown to a member of staff: counted over the last hour, and removed after a day.
CREATE TABLE "counted_reveals" (
  "id" UUID NOT NULL,
  "person_id" UUID NOT NULL,
  "kind" "RevealKind" NOT NULL,
  "subject_id" UUID,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "counted_reveals_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "counted_reveals_person_id_at_idx" ON "counted_reveals"("person_id", "at");
CREATE INDEX "counted_reveals_at_idx" ON "counted_reveals"("at");

-- When administrators were last notified that someone used up their reveals.
CREATE TABLE "reveal_alerts" (
  "person_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "reveal_alerts_pkey" PRIMARY KEY ("person_id")
);
