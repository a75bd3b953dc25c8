-- Originals that were taken out: for a short while, the same session may download each.
CREATE TABLE "document_exports" (
  "id" UUID NOT NULL,
  "session_id" UUID NOT NULL,
  "qualification_id" UUID NOT NULL,
  "file_id" UUID NOT NULL,
  "ends_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "document_exports_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "document_exports_ends_at_idx" ON "document_exports"("ends_at");
