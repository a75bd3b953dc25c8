import 'server-only'
import { unwrapIfStored } from '@/lib/crypto/data-keys'
import { open, seal } from '@/lib/crypto/fields'
import type { DataKey, User } from '@/lib/db/generated/client'

export type PersonField = 'name_sealed' | 'phone_sealed' | 'email_sealed' | 'notice_email_sealed'

const place = (column: PersonField, row: string) => ({ table: 'users', column, row })

export function sealPersonField(key: Uint8Array, userId: string, column: PersonField, value: string) {
  return seal(key, place(column, userId), value)
}

export function openPersonField(key: Uint8Array, userId: string, column: PersonField, sealed: Uint8Array): string {
  return open(key, place(column, userId), sealed)
}

type Sealed = Pick<User, 'id' | 'nameSealed' | 'emailSealed'> & { dataKey: DataKey }

/** Opens a staff member's name and e-mail address, and nothing once they were erased. */
export async function openPerson({ id, nameSealed, emailSealed, dataKey }: Sealed) {
  const key = await unwrapIfStored(dataKey)
  const openField = (column: PersonField, sealed: Uint8Array | null) =>
    sealed && key ? openPersonField(key, id, column, sealed) : null
  return { name: openField('name_sealed', nameSealed), email: openField('email_sealed', emailSealed) }
}
