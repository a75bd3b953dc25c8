import 'server-only'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { dataKey } from '@/lib/crypto/data-keys'
import { open, seal } from '@/lib/crypto/fields'
import type { Tx } from '@/lib/db/client'
import type { verifiedRegistration } from './passkeys'

const MAX = 20

const place = (row: string) => ({ table: 'passkeys', column: 'name_sealed', row })

export const openPasskeyName = (key: Uint8Array, row: { id: string; nameSealed: Uint8Array }) =>
  open(key, place(row.id), row.nameSealed)

type NewPasskey = { name: string; made: Awaited<ReturnType<typeof verifiedRegistration>> }

/**
 * Stores a verified passkey of a person whose row is locked.
 *
 * @returns its id
 * @throws DomainError PASSKEYS_FULL, FACTOR_WRONG when it is known already
 */
export async function storePasskey(tx: Tx, userId: string, { name, made }: NewPasskey): Promise<string> {
  if ((await tx.passkey.count({ where: { userId } })) >= MAX) {
    throw new DomainError('PASSKEYS_FULL', 'So many passkeys', { params: { max: MAX } })
  }
  const { dataKeyId } = await tx.user.findUniqueOrThrow({ where: { id: userId } })
  const id = newId()
  const nameSealed = seal(await dataKey(tx, dataKeyId), place(id), name)
  const { count } = await tx.passkey.createMany({ data: [{ id, userId, ...made, nameSealed }], skipDuplicates: true })
  if (count !== 1) throw new DomainError('FACTOR_WRONG', 'Known already')
  return id
}
