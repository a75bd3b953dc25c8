-- The page that the next file of its slot replaces, as the applicant chose.
ALTER TABLE "document_pages" ADD COLUMN "is_to_replace" BOOLEAN NOT NULL DEFAULT false;
