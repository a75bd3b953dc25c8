-- When a tombstone came into the file outside the database; of those that did not yet, there are few.
ALTER TABLE "tombstones" ADD COLUMN "kept_at" TIMESTAMPTZ(3);
CREATE INDEX "tombstones_not_kept_idx" ON "tombstones"("at") WHERE "kept_at" IS NULL;
