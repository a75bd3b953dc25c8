-- A page that was shown in full to the reviewer of a revision: nothing unseen is accepted. What is in review at the update has to be
-- looked at again.
CREATE TABLE "seen_pages" (
  "submission_id" UUID NOT NULL,
  "reviewer_id" UUID NOT NULL,
  "file_id" UUID NOT NULL,
  "page" SMALLINT NOT NULL,
  CONSTRAINT "seen_pages_pkey" PRIMARY KEY ("submission_id", "reviewer_id", "file_id", "page"),
  CONSTRAINT "seen_pages_submission_id_fkey" FOREIGN KEY ("submission_id") REFERENCES "submissions" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "seen_pages_reviewer_id_fkey" FOREIGN KEY ("reviewer_id") REFERENCES "users" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "seen_pages_page_check" CHECK ("page" >= 0)
);
