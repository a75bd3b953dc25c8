-- What was erased, newest first: the whole portal's, by keyset.
CREATE INDEX "erasures_at_id_idx" ON "erasures"("at", "id");
