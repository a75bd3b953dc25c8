-- The vault is read through now and then.
CREATE TABLE "vault_scrubs" (
  "id" UUID NOT NULL,
  "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "finished_at" TIMESTAMPTZ(3),
  "held_until" TIMESTAMPTZ(3),
  "after" UUID,
  "checked" INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT "vault_scrubs_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "vault_scrubs_started_at_idx" ON "vault_scrubs"("started_at");

CREATE TYPE "VaultFaultKind" AS ENUM ('MISSING', 'DAMAGED', 'NO_KEY');

-- What was removed or erased is at fault no more.
CREATE TABLE "vault_faults" (
  "blob_id" UUID NOT NULL,
  "kind" "VaultFaultKind" NOT NULL,
  "found_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "vault_faults_pkey" PRIMARY KEY ("blob_id"),
  CONSTRAINT "vault_faults_blob_id_fkey" FOREIGN KEY ("blob_id") REFERENCES "stored_blobs"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
