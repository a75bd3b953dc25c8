-- Each data folder keeps the tombstones of all nodes, so that it is noted for each folder what is in its file. What a folder
-- kept until now is read from the file at its next start.
CREATE TABLE "kept_tombstones" (
    "installation_id" UUID NOT NULL,
    "data_key_id" UUID NOT NULL,

    CONSTRAINT "kept_tombstones_pkey" PRIMARY KEY ("installation_id", "data_key_id"),
    CONSTRAINT "kept_tombstones_data_key_id_fkey" FOREIGN KEY ("data_key_id") REFERENCES "tombstones"("data_key_id")
      ON DELETE RESTRICT ON UPDATE CASCADE
);
DROP INDEX "tombstones_not_kept_idx";
ALTER TABLE "tombstones" DROP COLUMN "kept_at";
CREATE INDEX "tombstones_at_idx" ON "tombstones"("at");

-- Each worker keeps them by its own clock: a job is done by one of them.
DO $$
BEGIN
  IF to_regclass('pgboss.schedule') IS NOT NULL THEN
    DELETE FROM pgboss.schedule WHERE name = 'erasing.keep-tombstones';
    DELETE FROM pgboss.job WHERE name = 'erasing.keep-tombstones' AND state < 'active';
  END IF;
END
$$;
