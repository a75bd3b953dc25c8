import 'server-only'
import { maskedNumber } from '@/lib/accounts/mobile-number'
import { openPersonField } from '@/lib/accounts/person-fields'
import { unwrapDataKey, unwrapIfKept } from '@/lib/crypto/data-keys'
import { open, seal } from '@/lib/crypto/fields'
import type { DataKey, MemberInvitation, User } from '@/lib/db/generated/client'

/** Members know one another by these: 138****8000. Null for someone without a phone, or who was erased. */
export async function maskedPhoneOf(person: Pick<User, 'id' | 'phoneSealed'> & { dataKey: DataKey }) {
  const { id, phoneSealed, dataKey } = person
  const key = await unwrapIfKept(dataKey)
  return phoneSealed && key ? maskedNumber(openPersonField(key, id, 'phone_sealed', phoneSealed)) : null
}

const place = (row: string) => ({ table: 'member_invitations', column: 'phone_sealed', row })

export function sealInvitedPhone(key: Uint8Array, invitationId: string, phone: string) {
  return seal(key, place(invitationId), phone)
}

export async function maskedInvitedPhone(
  invitation: Pick<MemberInvitation, 'id' | 'phoneSealed'> & { dataKey: DataKey },
) {
  const { id, phoneSealed, dataKey } = invitation
  return maskedNumber(open(await unwrapDataKey(dataKey), place(id), phoneSealed))
}
