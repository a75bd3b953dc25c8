-- The letters that were issued, each with what is printed on it: a photograph is of one of them.
CREATE TYPE "LetterVariant" AS ENUM ('INDIVIDUAL', 'ORGANISATION', 'ORGANISATION_WITHOUT_SEAL', 'AUTHORISATION');

CREATE TABLE "letters" (
  "id" UUID NOT NULL,
  "qualification_id" UUID NOT NULL,
  "variant" "LetterVariant" NOT NULL,
  "version" TEXT NOT NULL,
  "digest" BYTEA NOT NULL,
  "facts_sealed" BYTEA NOT NULL,
  "issued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "letters_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "letters_qualification_id_fkey" FOREIGN KEY ("qualification_id")
    REFERENCES "qualifications" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
-- Statistics of a column contain its values, and outlive their rows.
ALTER TABLE "letters" ALTER COLUMN "facts_sealed" SET STATISTICS 0;
CREATE UNIQUE INDEX "letters_qualification_id_digest_key" ON "letters" ("qualification_id", "digest");

ALTER TYPE "FindingCode" ADD VALUE 'LETTER_UNCERTAIN';
