-- Staff's views of documents that were recorded a short while ago.
CREATE TABLE "document_views" (
  "session_id" UUID NOT NULL,
  "qualification_id" UUID NOT NULL,
  "file_id" UUID NOT NULL,
  "variant" "BlobVariant" NOT NULL,
  "page" SMALLINT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "document_views_pkey" PRIMARY KEY ("session_id", "qualification_id", "file_id", "variant", "page")
);
CREATE INDEX "document_views_at_idx" ON "document_views"("at");
