import 'server-only'
import { maskPhone } from '@/lib/core/masking'
import { unwrapDataKey, unwrapIfStored } from '@/lib/crypto/data-keys'
import { open, seal } from '@/lib/crypto/fields'
import type { DataKey, MemberInvitation, User } from '@/lib/db/generated/client'
import { openPersonField } from '../person-fields'

/**
 * Returns a person's masked phone (138****8000), by which members know one another, or null for a person who has no
 * phone or was erased.
 */
export async function maskedPhoneOf(person: Pick<User, 'id' | 'phoneSealed'> & { dataKey: DataKey }) {
  const { id, phoneSealed, dataKey } = person
  const key = await unwrapIfStored(dataKey)
  return phoneSealed && key ? maskPhone(openPersonField(key, id, 'phone_sealed', phoneSealed)) : null
}

const place = (row: string) => ({ table: 'member_invitations', column: 'phone_sealed', row })

export function sealInvitedPhone(key: Uint8Array, invitationId: string, phone: string) {
  return seal(key, place(invitationId), phone)
}

export async function maskedInvitedPhone(
  invitation: Pick<MemberInvitation, 'id' | 'phoneSealed'> & { dataKey: DataKey },
) {
  const { id, phoneSealed, dataKey } = invitation
  return maskPhone(open(await unwrapDataKey(dataKey), place(id), phoneSealed))
}
