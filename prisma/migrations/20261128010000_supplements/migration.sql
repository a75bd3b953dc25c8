-- Material that a carrier requests after the approval. Its document is of the approved submission, which stays frozen but for it.
CREATE TYPE "SupplementState" AS ENUM ('OPEN', 'ACCEPTED', 'REFUSED', 'WITHDRAWN');

CREATE TABLE "supplements" (
  "id" UUID NOT NULL,
  "sender_signature_id" UUID NOT NULL,
  "carrier" "Carrier" NOT NULL,
  "submission_id" UUID NOT NULL,
  "kind" "DocumentKind" NOT NULL,
  "state" "SupplementState" NOT NULL DEFAULT 'OPEN',
  "note_sealed" BYTEA NOT NULL,
  "reason_sealed" BYTEA,
  "requested_by_id" UUID NOT NULL,
  "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "closed_by_id" UUID,
  "closed_at" TIMESTAMPTZ(3),
  CONSTRAINT "supplements_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "supplements_closed_check" CHECK (
    CASE WHEN "state" = 'OPEN' THEN num_nonnulls("closed_by_id", "closed_at") = 0
      ELSE num_nulls("closed_by_id", "closed_at") = 0 END
  )
);
-- Statistics of a column contain its values, and outlive their rows.
ALTER TABLE "supplements"
  ALTER COLUMN "note_sealed" SET STATISTICS 0,
  ALTER COLUMN "reason_sealed" SET STATISTICS 0,
  ADD CONSTRAINT "supplements_sender_signature_id_carrier_fkey" FOREIGN KEY ("sender_signature_id", "carrier")
    REFERENCES "filings" ("sender_signature_id", "carrier") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "supplements_submission_id_fkey" FOREIGN KEY ("submission_id")
    REFERENCES "submissions" ("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE INDEX "supplements_submission_id_kind_idx" ON "supplements" ("submission_id", "kind");
CREATE INDEX "supplements_sender_signature_id_carrier_idx" ON "supplements" ("sender_signature_id", "carrier");
-- An upload names its slot by the kind.
CREATE UNIQUE INDEX "supplements_open_key" ON "supplements" ("submission_id", "kind") WHERE "state" = 'OPEN';

ALTER TABLE "documents"
  ADD COLUMN "supplement_id" UUID REFERENCES "supplements" ("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE UNIQUE INDEX "documents_supplement_id_key" ON "documents" ("supplement_id");
DROP INDEX "documents_slot_key";
CREATE UNIQUE INDEX "documents_slot_key"
  ON "documents" ("submission_id", "kind", "sender_signature_id", "supplement_id") NULLS NOT DISTINCT;

-- The document of an open request changes until a reviewer has decided; all others of a submission are frozen with it.
CREATE FUNCTION "is_open_supplement"("supplement" uuid, "submission" uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM "supplements" r WHERE r."id" = "supplement" AND r."submission_id" = "submission" AND r."state" = 'OPEN'
  )
$$;

CREATE FUNCTION "refuse_change_of_frozen_document"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND NOT "is_open_supplement"(OLD."supplement_id", OLD."submission_id") THEN
    PERFORM "refuse_if_frozen"(OLD."submission_id", TG_TABLE_NAME);
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  IF NOT "is_open_supplement"(NEW."supplement_id", NEW."submission_id") THEN
    PERFORM "refuse_if_frozen"(NEW."submission_id", TG_TABLE_NAME);
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER "documents_frozen" ON "documents";
CREATE TRIGGER "documents_frozen" BEFORE INSERT OR UPDATE OR DELETE ON "documents"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change_of_frozen_document"();

CREATE OR REPLACE FUNCTION "refuse_change_of_frozen_page"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM "refuse_if_frozen"(d."submission_id", TG_TABLE_NAME) FROM "documents" d
      WHERE d."id" = OLD."document_id" AND NOT "is_open_supplement"(d."supplement_id", d."submission_id");
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  PERFORM "refuse_if_frozen"(d."submission_id", TG_TABLE_NAME) FROM "documents" d
    WHERE d."id" = NEW."document_id" AND NOT "is_open_supplement"(d."supplement_id", d."submission_id");
  RETURN NEW;
END $$;
