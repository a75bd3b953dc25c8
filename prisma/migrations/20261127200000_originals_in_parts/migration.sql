-- An original that came in parts stays in parts: its page numbers them.
ALTER TABLE "stored_blobs"
  DROP CONSTRAINT "stored_blobs_page_check",
  ADD CONSTRAINT "stored_blobs_page_check" CHECK ("page" >= 0);
