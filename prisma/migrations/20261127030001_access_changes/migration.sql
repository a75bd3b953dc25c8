ALTER TABLE "users" ADD COLUMN "blocked_at" TIMESTAMPTZ(3);
ALTER TABLE "users" ADD CONSTRAINT "users_blocked_check" CHECK (("status" = 'BLOCKED') = ("blocked_at" IS NOT NULL));

-- What waits for a second administrator is not only roles that are granted.
ALTER TYPE "GrantState" RENAME TO "AccessChangeState";
ALTER TABLE "waiting_grants" RENAME TO "access_changes";
ALTER TABLE "access_changes" RENAME CONSTRAINT "waiting_grants_pkey" TO "access_changes_pkey";
ALTER TABLE "access_changes" RENAME CONSTRAINT "waiting_grants_user_id_fkey" TO "access_changes_user_id_fkey";
ALTER TABLE "access_changes" RENAME CONSTRAINT "waiting_grants_invitation_id_fkey" TO "access_changes_invitation_id_fkey";
ALTER TABLE "access_changes" RENAME CONSTRAINT "waiting_grants_requested_by_id_fkey" TO "access_changes_requested_by_id_fkey";
ALTER TABLE "access_changes" RENAME CONSTRAINT "waiting_grants_decided_by_id_fkey" TO "access_changes_decided_by_id_fkey";
ALTER TABLE "access_changes" RENAME CONSTRAINT "waiting_grants_whose_check" TO "access_changes_whose_check";
ALTER TABLE "access_changes" RENAME CONSTRAINT "waiting_grants_decided_check" TO "access_changes_decided_check";
ALTER TABLE "access_changes" RENAME CONSTRAINT "waiting_grants_second_check" TO "access_changes_second_check";
ALTER INDEX "waiting_grants_invitation_id_key" RENAME TO "access_changes_invitation_id_key";
ALTER INDEX "waiting_grants_state_idx" RENAME TO "access_changes_state_idx";
ALTER INDEX "waiting_grants_one_waits_key" RENAME TO "access_changes_one_waits_key";

CREATE TYPE "AccessChangeKind" AS ENUM ('GRANT_ROLES', 'REMOVE_ROLES', 'DISABLE', 'ENABLE', 'RESET_FACTORS');
ALTER TABLE "access_changes"
  ADD COLUMN "kind" "AccessChangeKind" NOT NULL DEFAULT 'GRANT_ROLES',
  ADD COLUMN "becomes_final" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "notified_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  -- An invitation grants roles, and nothing else.
  ADD CONSTRAINT "access_changes_kind_check" CHECK ("invitation_id" IS NULL OR "kind" = 'GRANT_ROLES'),
  -- Time alone takes access away, and never gives any.
  ADD CONSTRAINT "access_changes_final_check" CHECK (NOT "becomes_final" OR "kind" IN ('REMOVE_ROLES', 'DISABLE', 'RESET_FACTORS')),
  -- Nobody consents to what is done to themself, and only a removal is carried out without a person who consents.
  ADD CONSTRAINT "access_changes_subject_check" CHECK ("state" <> 'CONFIRMED' OR "decided_by_id" <> "user_id"),
  ADD CONSTRAINT "access_changes_consent_check" CHECK (
    "state" <> 'CONFIRMED' OR "decided_by_id" IS NOT NULL OR "kind" IN ('REMOVE_ROLES', 'DISABLE', 'RESET_FACTORS'));
ALTER TABLE "access_changes" ALTER COLUMN "kind" DROP DEFAULT;
