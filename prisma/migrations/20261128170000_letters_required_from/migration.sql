-- The day in Shanghai from which older letters are not accepted. Versions that were published before this have none.
ALTER TABLE "rule_versions" ADD COLUMN "required_from" DATE;
ALTER TABLE "rule_versions" ADD CONSTRAINT "rule_versions_required_from_check" CHECK (
  "required_from" IS NULL OR (
    "kind" = 'LETTERS' AND "status" = 'PUBLISHED'
    AND "required_from" >= ("published_at" AT TIME ZONE 'Asia/Shanghai')::date
  )
);
