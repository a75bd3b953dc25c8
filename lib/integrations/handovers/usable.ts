import { Prisma } from '@/lib/db/generated/client'

/**
 * Limits the minutes from the button to the end of signing in: a code, the end of an ID number, or registering with
 * consents.
 */
export const ENTERING_MINUTES = 30

/**
 * Says whether the hand-over `h`, of the key `k`, may still lead anybody into the portal: its key works, and its person
 * is active and in the account. Without a person it is for the first member of an account that nobody belongs to, nor
 * did: of one that was erased nobody is the first.
 */
export const IS_USABLE = Prisma.sql`(
  k.revoked_at IS NULL AND coalesce(k.expires_at > clock_timestamp(), true)
  AND CASE WHEN h.user_id IS NOT NULL
    THEN EXISTS (
      SELECT FROM users u JOIN memberships m ON m.user_id = u.id
      WHERE u.id = h.user_id AND u.status = 'ACTIVE' AND m.account_id = h.account_id)
    ELSE NOT EXISTS (SELECT FROM memberships m WHERE m.account_id = h.account_id)
      AND NOT EXISTS (SELECT FROM erasures e WHERE e.account_id = h.account_id AND e.user_id IS NOT NULL)
  END)`
