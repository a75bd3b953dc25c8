-- A link to a letter that was made in a session for which the platform vouched, by a key: it ends when the key is revoked.
ALTER TABLE "phone_sessions"
  ADD COLUMN "handover_id" UUID,
  ADD CONSTRAINT "phone_sessions_handover_id_fkey" FOREIGN KEY ("handover_id") REFERENCES "handovers" ("id") ON DELETE SET NULL ON UPDATE CASCADE;
CREATE INDEX "phone_sessions_handover_id_idx" ON "phone_sessions" ("handover_id");
