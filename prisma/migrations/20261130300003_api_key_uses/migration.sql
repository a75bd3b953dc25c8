-- How many requests of each key were answered on each day.
CREATE TABLE "api_key_uses" (
  "key_id" UUID NOT NULL,
  "day" DATE NOT NULL,
  "succeeded" INTEGER NOT NULL,
  "refused" INTEGER NOT NULL,
  "failed" INTEGER NOT NULL,
  CONSTRAINT "api_key_uses_pkey" PRIMARY KEY ("key_id", "day"),
  CONSTRAINT "api_key_uses_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "api_keys" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "api_key_uses_day_idx" ON "api_key_uses" ("day");
