import { Prisma } from '@/lib/db/generated/client'

/** The rows that decide about a phone or a link, for a statement that reads or writes its row `p`. */
export const PHONE_ROWS = Prisma.sql`users u, submissions w JOIN qualifications q ON q.id = w.qualification_id`

/** Joins those rows to the row `p`. */
export const PHONE_JOIN = Prisma.sql`u.id = p.user_id AND w.id = p.submission_id`

/**
 * Says why the phone or link `p` may upload nothing, as a PhoneSessionEnd; null while it may. It is the one place that
 * decides so, by the database's clock and by what is in the rows at that moment: who ends a session, a membership, a
 * person or a draft need not know of phones. A link has no session, and continues when its person signs out; one of a
 * session that the platform vouched for does not survive the key that vouched.
 */
export const WHY_ENDED = Prisma.sql`(CASE
  WHEN p.ended_because IS NOT NULL THEN p.ended_because::text
  WHEN w.submitted_at IS NOT NULL OR w.revision <> q.revision THEN 'SUBMITTED'
  WHEN q.status NOT IN ('DRAFT', 'CHANGES_REQUESTED') THEN 'CLOSED'
  WHEN p.ends_at <= clock_timestamp() THEN 'EXPIRED'
  WHEN u.status <> 'ACTIVE'
    OR p.session_id IS NOT NULL AND NOT EXISTS (
      SELECT FROM sessions e WHERE e.id = p.session_id AND e.audience = 'APPLICANT' AND e.ended_at IS NULL
        AND e.ends_at > clock_timestamp() AND e.idle_ends_at > clock_timestamp())
    OR EXISTS (
      SELECT FROM handovers h JOIN api_keys k ON k.id = h.api_key_id WHERE h.id = p.handover_id AND k.revoked_at IS NOT NULL)
    OR NOT EXISTS (SELECT FROM memberships m WHERE m.account_id = q.account_id AND m.user_id = p.user_id)
    THEN 'SIGNED_OUT'
END)`
