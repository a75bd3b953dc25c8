-- Files on their way, in as many requests as it takes.
CREATE TABLE "uploads" (
  "id" UUID NOT NULL,
  "qualification_id" UUID NOT NULL,
  "kind" "DocumentKind" NOT NULL,
  "sender_signature_id" UUID,
  "started_by_id" UUID NOT NULL,
  "data_key_id" UUID,
  "name_sealed" BYTEA,
  "size" INTEGER NOT NULL,
  "received" INTEGER NOT NULL DEFAULT 0,
  "taken_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "expires_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now() + interval '1 day',
  CONSTRAINT "uploads_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "uploads_qualification_id_fkey" FOREIGN KEY ("qualification_id") REFERENCES "qualifications"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "uploads_started_by_id_fkey" FOREIGN KEY ("started_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "uploads_data_key_id_fkey" FOREIGN KEY ("data_key_id") REFERENCES "data_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "uploads_received_check" CHECK ("size" > 0 AND "received" BETWEEN 0 AND "size"),
  -- Whole ⇔ taken in ⇔ nothing of it is kept here any more.
  CONSTRAINT "uploads_taken_check" CHECK (
    ("taken_at" IS NOT NULL) = ("received" = "size")
    AND ("data_key_id" IS NULL) = ("taken_at" IS NOT NULL)
    AND ("name_sealed" IS NULL) = ("taken_at" IS NOT NULL)
  )
);
CREATE UNIQUE INDEX "uploads_data_key_id_key" ON "uploads"("data_key_id");
CREATE INDEX "uploads_qualification_id_started_by_id_created_at_idx" ON "uploads"("qualification_id", "started_by_id", "created_at");
CREATE INDEX "uploads_started_by_id_idx" ON "uploads"("started_by_id");
CREATE INDEX "uploads_expires_at_idx" ON "uploads"("expires_at");

CREATE TABLE "upload_parts" (
  "id" UUID NOT NULL,
  "upload_id" UUID NOT NULL,
  "position" INTEGER NOT NULL,
  "size" INTEGER NOT NULL,
  CONSTRAINT "upload_parts_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "upload_parts_upload_id_fkey" FOREIGN KEY ("upload_id") REFERENCES "uploads"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "upload_parts_size_check" CHECK ("position" >= 0 AND "size" > 0)
);
CREATE UNIQUE INDEX "upload_parts_upload_id_position_key" ON "upload_parts"("upload_id", "position");
