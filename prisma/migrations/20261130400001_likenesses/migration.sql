-- What pictures of the papers that differ from person to person are compared by, to find copies that were cut, turned or compressed
-- again. A row is deleted when its file is erased.
CREATE TYPE "LikenessKind" AS ENUM ('PORTRAIT_SIDE', 'PERSON_WITH_CARD', 'CERTIFICATE');

CREATE TABLE "likenesses" (
  "file_id" UUID NOT NULL,
  "page" SMALLINT NOT NULL,
  "kind" "LikenessKind" NOT NULL,
  "views" BIT(256)[] NOT NULL,
  "whole" BIT(256) NOT NULL GENERATED ALWAYS AS ("views"[1]) STORED,
  CONSTRAINT "likenesses_pkey" PRIMARY KEY ("file_id", "page"),
  CONSTRAINT "likenesses_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "stored_files" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "likenesses_page_check" CHECK ("page" >= 0),
  CONSTRAINT "likenesses_views_check" CHECK (cardinality("views") = 18 AND array_position("views", NULL) IS NULL)
);
-- The newest of a kind are read from the index alone; few of them are alike enough to look at their views.
CREATE INDEX "likenesses_newest_idx" ON "likenesses" ("kind", "file_id", "page") INCLUDE ("whole");
-- Every value is different: statistics of them would be copies of them.
ALTER TABLE "likenesses" ALTER COLUMN "views" SET STATISTICS 0, ALTER COLUMN "whole" SET STATISTICS 0;
