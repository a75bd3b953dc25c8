-- Sentences that a reviewer writes again and again, sealed under their own key.
CREATE TABLE "saved_phrases" (
  "id" UUID NOT NULL,
  "owner_id" UUID NOT NULL,
  "text_sealed" BYTEA NOT NULL,
  "saved_at" TIMESTAMPTZ(6) NOT NULL DEFAULT now(),
  CONSTRAINT "saved_phrases_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "saved_phrases_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "saved_phrases_owner_id_idx" ON "saved_phrases" ("owner_id");
-- Statistics of a column contain its values, and outlive their rows.
ALTER TABLE "saved_phrases" ALTER COLUMN "text_sealed" SET STATISTICS 0;
