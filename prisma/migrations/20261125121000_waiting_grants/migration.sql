CREATE TYPE "GrantState" AS ENUM ('WAITING', 'CONFIRMED', 'REFUSED');

-- Roles that a second administrator has to agree to, before they are anyone's.
CREATE TABLE "waiting_grants" (
  "id" UUID NOT NULL,
  "user_id" UUID,
  "invitation_id" UUID,
  "from_roles" "StaffRole"[],
  "to_roles" "StaffRole"[],
  "state" "GrantState" NOT NULL DEFAULT 'WAITING',
  "requested_by_id" UUID NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "decided_by_id" UUID,
  "decided_at" TIMESTAMPTZ(3),
  CONSTRAINT "waiting_grants_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "waiting_grants_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "waiting_grants_invitation_id_fkey" FOREIGN KEY ("invitation_id") REFERENCES "invitations"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "waiting_grants_requested_by_id_fkey" FOREIGN KEY ("requested_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "waiting_grants_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "waiting_grants_whose_check" CHECK (("user_id" IS NULL) <> ("invitation_id" IS NULL)),
  CONSTRAINT "waiting_grants_decided_check" CHECK (("state" = 'WAITING') = ("decided_at" IS NULL)),
  -- Whoever asked agrees to nothing.
  CONSTRAINT "waiting_grants_second_check" CHECK ("state" <> 'CONFIRMED' OR "decided_by_id" <> "requested_by_id")
);
CREATE UNIQUE INDEX "waiting_grants_invitation_id_key" ON "waiting_grants"("invitation_id");
CREATE INDEX "waiting_grants_state_idx" ON "waiting_grants"("state", "created_at");
-- One at a time waits for a person.
CREATE UNIQUE INDEX "waiting_grants_one_waits_key" ON "waiting_grants"("user_id") WHERE "state" = 'WAITING';
