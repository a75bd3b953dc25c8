-- Which keyring keys each process that serves can open.
CREATE TABLE "keyring_holders" (
  "id" UUID NOT NULL,
  "place" TEXT NOT NULL,
  "active_id" TEXT NOT NULL,
  "held" TEXT[] NOT NULL,
  "beat_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "keyring_holders_pkey" PRIMARY KEY ("id")
);
