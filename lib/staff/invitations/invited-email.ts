import 'server-only'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { open, seal } from '@/lib/crypto/fields'
import type { DataKey, Invitation } from '@/lib/db/generated/client'

const place = (row: string) => ({ table: 'invitations', column: 'email_sealed', row })

/**
 * Seals the address under the inviter's key, since its owner is not registered yet. It is deleted when the invitation
 * is closed.
 */
export async function sealInvitedEmail(inviterKey: DataKey, invitationId: string, email: string) {
  return seal(await unwrapDataKey(inviterKey), place(invitationId), email)
}

export async function openInvitedEmail(
  inviterKey: DataKey,
  { id, emailSealed }: Pick<Invitation, 'id' | 'emailSealed'>,
) {
  return emailSealed ? open(await unwrapDataKey(inviterKey), place(id), emailSealed) : null
}
