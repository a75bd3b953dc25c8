-- The place that a reviewer outlined on a page of a refused part, in shares of the page. The applicant is shown it.
ALTER TABLE "part_judgements"
  ADD COLUMN "place_file_id" UUID,
  ADD COLUMN "place_page" SMALLINT,
  ADD COLUMN "place_left" DOUBLE PRECISION,
  ADD COLUMN "place_top" DOUBLE PRECISION,
  ADD COLUMN "place_right" DOUBLE PRECISION,
  ADD COLUMN "place_bottom" DOUBLE PRECISION,
  ADD CONSTRAINT "part_judgements_place_file_id_fkey" FOREIGN KEY ("place_file_id") REFERENCES "stored_files" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "part_judgements_place_check" CHECK (
    num_nulls("place_file_id", "place_page", "place_left", "place_top", "place_right", "place_bottom") IN (0, 6)),
  ADD CONSTRAINT "part_judgements_place_verdict_check" CHECK ("place_file_id" IS NULL OR "verdict" = 'REFUSED'),
  ADD CONSTRAINT "part_judgements_place_edges_check" CHECK (
    "place_page" >= 0 AND 0 <= "place_left" AND "place_left" < "place_right" AND "place_right" <= 1
    AND 0 <= "place_top" AND "place_top" < "place_bottom" AND "place_bottom" <= 1);

-- It is cleared with the note when the qualification is erased.
CREATE OR REPLACE FUNCTION "clears_only_sealed"("was" jsonb, "becomes" jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT ("was" - "cleared") = ("becomes" - "cleared")
    AND ("becomes" ->> 'value_index') IS NULL AND ("becomes" ->> 'text_index') IS NULL
    AND COALESCE("becomes" ->> 'value_sealed', '\x') = '\x' AND COALESCE("becomes" ->> 'text_sealed', '\x') = '\x'
    AND ("becomes" ->> 'note_sealed') IS NULL AND ("becomes" ->> 'place_file_id') IS NULL
  FROM (SELECT '{value_index,text_index,value_sealed,text_sealed,note_sealed,updated_at,
    place_file_id,place_page,place_left,place_top,place_right,place_bottom}'::text[] AS "cleared") c
$$;
