-- An unmasked list above a number of rows waits until a second administrator allows it.
ALTER TYPE "ExportState" ADD VALUE 'AWAITS_CONSENT' BEFORE 'WAITING';
ALTER TYPE "ExportState" ADD VALUE 'REFUSED' BEFORE 'REMOVED';
ALTER TYPE "ExportFailure" ADD VALUE 'MORE_ROWS' BEFORE 'STORE';
ALTER TABLE "exports"
  ADD COLUMN "reason" "ExportReason",
  ADD COLUMN "decided_by_id" UUID,
  ADD COLUMN "decided_at" TIMESTAMPTZ(3),
  ADD CONSTRAINT "exports_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "exports_second_check" CHECK ("decided_by_id" <> "asked_by_id");
