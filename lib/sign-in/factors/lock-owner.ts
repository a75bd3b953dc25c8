import 'server-only'
import type { Tx } from '@/lib/db/client'
import type { Audience } from '@/lib/db/generated/enums'

/**
 * Locks the active person whose passkey signs in to that part of the portal, and returns them; null when there is none.
 * Who has an e-mail address to sign in with is staff: their passkey makes no applicant's session, and a code to a phone
 * adds no passkey for staff. Applicants are known by a phone: without one, which went to another person, none of theirs
 * signs in.
 */
export async function lockOwner(tx: Tx, userId: string, audience: Audience): Promise<{ isLocked: boolean } | null> {
  const [owner] = await tx.$queryRaw<{ isLocked: boolean; isStaff: boolean; hasPhone: boolean }[]>`
    SELECT locked_at IS NOT NULL AS "isLocked", email_index IS NOT NULL AS "isStaff", phone_index IS NOT NULL AS "hasPhone"
    FROM users WHERE id = ${userId}::uuid AND status = 'ACTIVE' FOR NO KEY UPDATE`
  if (!owner) return null
  const isTheirs = audience === 'STAFF' ? owner.isStaff : !owner.isStaff && owner.hasPhone
  return isTheirs ? { isLocked: owner.isLocked } : null
}
