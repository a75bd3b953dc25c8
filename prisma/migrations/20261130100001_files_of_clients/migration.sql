-- Systems of the platform upload files for its customers: a file names its person, or the key.
ALTER TABLE "stored_files"
  ALTER COLUMN "uploaded_by_id" DROP NOT NULL,
  ADD COLUMN "uploaded_by_key_id" UUID,
  ADD CONSTRAINT "stored_files_uploaded_by_key_id_fkey" FOREIGN KEY ("uploaded_by_key_id") REFERENCES "api_keys" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "stored_files_uploaded_by_check" CHECK (num_nonnulls("uploaded_by_id", "uploaded_by_key_id") = 1);
