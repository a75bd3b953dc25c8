-- A dossier that someone takes out, with an event: for a short while their session may download it.
CREATE TABLE "dossier_exports" (
  "id" UUID NOT NULL,
  "session_id" UUID NOT NULL,
  "qualification_id" UUID NOT NULL,
  "locale" TEXT NOT NULL,
  "is_masked" BOOLEAN NOT NULL,
  "reason" TEXT,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "ends_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "dossier_exports_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "dossier_exports_ends_at_idx" ON "dossier_exports"("ends_at");
