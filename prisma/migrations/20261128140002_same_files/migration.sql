-- Which other files have the same bytes.
CREATE INDEX "stored_files_sha256_idx" ON "stored_files" ("sha256");
