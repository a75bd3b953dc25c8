-- A test key plays the reviewer of a test account: its decision names the key in place of a person (decision 88).
ALTER TABLE "decisions"
  ALTER COLUMN "reviewer_id" DROP NOT NULL,
  ADD COLUMN "played_by_key_id" UUID,
  ADD CONSTRAINT "decisions_played_by_key_id_fkey" FOREIGN KEY ("played_by_key_id") REFERENCES "api_keys" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "decisions_by_check" CHECK (num_nonnulls("reviewer_id", "played_by_key_id") = 1);
