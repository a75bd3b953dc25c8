-- Lists that the worker makes, and what someone exports again and again.
CREATE TYPE "ExportState" AS ENUM ('WAITING', 'RUNNING', 'READY', 'FAILED', 'CANCELLED', 'REMOVED');

CREATE TABLE "exports" (
  "id" UUID NOT NULL,
  "asked_by_id" UUID NOT NULL,
  "subject" TEXT NOT NULL,
  "format" TEXT NOT NULL,
  "filters" JSONB NOT NULL,
  "locale" TEXT NOT NULL,
  "is_masked" BOOLEAN NOT NULL,
  "until" TIMESTAMPTZ(3) NOT NULL,
  "expected" INTEGER NOT NULL,
  "done" INTEGER NOT NULL DEFAULT 0,
  "state" "ExportState" NOT NULL DEFAULT 'WAITING',
  "held_until" TIMESTAMPTZ(3),
  "attempts" SMALLINT NOT NULL DEFAULT 0,
  "failure" TEXT,
  "blob_id" UUID,
  "data_key_id" UUID,
  "size" BIGINT,
  "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "finished_at" TIMESTAMPTZ(3),
  "kept_until" TIMESTAMPTZ(3),
  "saved_report_id" UUID,
  CONSTRAINT "exports_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "exports_asked_by_id_fkey" FOREIGN KEY ("asked_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "exports_data_key_id_fkey" FOREIGN KEY ("data_key_id") REFERENCES "data_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "exports_filters_check" CHECK (jsonb_typeof("filters") = 'object'),
  CONSTRAINT "exports_ready_check" CHECK (
    "state" <> 'READY' OR num_nulls("blob_id", "data_key_id", "size", "finished_at", "kept_until") = 0
  ),
  CONSTRAINT "exports_failed_check" CHECK (("state" = 'FAILED') = ("failure" IS NOT NULL))
);
CREATE UNIQUE INDEX "exports_blob_id_key" ON "exports"("blob_id");
CREATE UNIQUE INDEX "exports_data_key_id_key" ON "exports"("data_key_id");
CREATE INDEX "exports_asked_by_id_asked_at_idx" ON "exports"("asked_by_id", "asked_at");
CREATE INDEX "exports_state_asked_at_idx" ON "exports"("state", "asked_at");

CREATE TABLE "saved_reports" (
  "id" UUID NOT NULL,
  "owner_id" UUID NOT NULL,
  "subject" TEXT NOT NULL,
  "format" TEXT NOT NULL,
  "filters" JSONB NOT NULL,
  "locale" TEXT NOT NULL,
  "is_monthly" BOOLEAN NOT NULL,
  "last_month" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "saved_reports_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "saved_reports_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "saved_reports_filters_check" CHECK (jsonb_typeof("filters") = 'object')
);
CREATE INDEX "saved_reports_owner_id_created_at_idx" ON "saved_reports"("owner_id", "created_at");
