-- A file that was received is examined behind its upload, and is in a slot only once it is READY. Files of earlier releases
-- were examined before they were stored.
CREATE TYPE "FileState" AS ENUM ('RECEIVED', 'READY', 'REFUSED');
CREATE TYPE "FileRefusal" AS ENUM (
  'FILE_TOO_MANY_PIXELS',
  'FILE_TOO_MANY_PAGES',
  'FILE_PROTECTED',
  'FILE_ACTIVE_CONTENT',
  'FILE_BROKEN',
  'FILE_LOW_RESOLUTION',
  'FILE_NOT_EXAMINED'
);

ALTER TABLE "stored_files"
  ADD COLUMN "state" "FileState" NOT NULL DEFAULT 'READY',
  ADD COLUMN "submission_id" UUID REFERENCES "submissions" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD COLUMN "slot_kind" "DocumentKind",
  ADD COLUMN "slot_signature_id" UUID,
  ADD COLUMN "slot_position" SMALLINT,
  ADD COLUMN "refusal" "FileRefusal",
  ADD COLUMN "refusal_params" JSONB,
  ADD COLUMN "examined_at" TIMESTAMPTZ(3),
  ADD COLUMN "leased_until" TIMESTAMPTZ(3),
  ADD COLUMN "attempts" SMALLINT NOT NULL DEFAULT 0;
-- Whoever stores a file says its state.
ALTER TABLE "stored_files"
  ALTER COLUMN "state" DROP DEFAULT,
  ALTER COLUMN "width" SET DEFAULT 0,
  ALTER COLUMN "height" SET DEFAULT 0,
  ADD CONSTRAINT "stored_files_place_check" CHECK (
    CASE WHEN "state" = 'READY' THEN "submission_id" IS NULL ELSE "submission_id" IS NOT NULL AND "slot_kind" IS NOT NULL END
  ),
  ADD CONSTRAINT "stored_files_refusal_check" CHECK (("state" = 'REFUSED') = ("refusal" IS NOT NULL)),
  DROP CONSTRAINT "stored_files_size_check",
  ADD CONSTRAINT "stored_files_size_check" CHECK ("size" > 0 AND ("state" <> 'READY' OR ("width" > 0 AND "height" > 0)));

CREATE INDEX "stored_files_account_id_leased_until_idx" ON "stored_files" ("account_id", "leased_until");
CREATE INDEX "stored_files_submission_id_idx" ON "stored_files" ("submission_id");
CREATE INDEX "stored_files_received_idx" ON "stored_files" ("created_at") WHERE "state" = 'RECEIVED';
DROP INDEX "stored_files_account_id_idx"; -- the new one begins with it

-- What is shown, reviewed, exported and carried is found by these rows. None of them leads to a file that was not examined.
CREATE FUNCTION "refuse_unexamined"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM stored_files WHERE id = NEW.file_id AND state = 'READY') THEN
    RAISE EXCEPTION 'file % is not ready', NEW.file_id;
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER "refuse_unexamined" BEFORE INSERT OR UPDATE OF "file_id" ON "document_pages"
  FOR EACH ROW EXECUTE FUNCTION "refuse_unexamined"();
CREATE TRIGGER "refuse_unexamined" BEFORE INSERT OR UPDATE OF "file_id" ON "access_case_files"
  FOR EACH ROW EXECUTE FUNCTION "refuse_unexamined"();

CREATE FUNCTION "refuse_second_examination"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'file % was examined: % stays', OLD.id, OLD.state;
END
$$;
CREATE TRIGGER "refuse_second_examination" BEFORE UPDATE OF "state" ON "stored_files"
  FOR EACH ROW WHEN (OLD.state <> 'RECEIVED' AND NEW.state <> OLD.state) EXECUTE FUNCTION "refuse_second_examination"();
