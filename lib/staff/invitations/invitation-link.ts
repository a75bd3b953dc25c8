import 'server-only'
import { newToken } from '@/lib/accounts/link-token'
import { HOUR } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { databaseTime, type Tx } from '@/lib/db/client'
import type { InvitationKind, StaffRole } from '@/lib/db/generated/enums'

export const INVITATION_HOURS = 72

/** Creates an invitation. The token of its link can't be read again: only its hash is stored. */
export async function createInvitation(
  tx: Tx,
  { kind, roles, invitedById }: { kind: InvitationKind; roles: StaffRole[]; invitedById: string | null },
) {
  const { token, hash } = newToken()
  const now = await databaseTime(tx)
  const expiresAt = new Date(now.getTime() + INVITATION_HOURS * HOUR)
  const { id } = await tx.invitation.create({
    data: { kind, roles, invitedById, tokenHash: hash, createdAt: now, expiresAt },
  })
  return { id, expiresAt, url: new URL(`/invitations/${token}`, env().ZHUNXIN_URL).href }
}
