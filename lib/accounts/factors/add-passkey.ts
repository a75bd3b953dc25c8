import 'server-only'
import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import { takePasskeyChallenge } from '@/lib/auth/rate-limits'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { dataKey } from '@/lib/crypto/data-keys'
import { open, seal } from '@/lib/crypto/fields'
import { database, transaction } from '@/lib/db/client'
import { openPerson } from '../person-fields'
import { registrationOptions, verifiedRegistration } from './passkeys'
import { type FactorAdded, settleFactor } from './settle-factor'
import { lockForSetUp, requireSetUp, type StaffSession } from './staff-session'

const MOST = 20

const place = (row: string) => ({ table: 'passkeys', column: 'name_sealed', row })

export const openPasskeyName = (key: Uint8Array, row: { id: string; nameSealed: Uint8Array }) =>
  open(key, place(row.id), row.nameSealed)

/** What the browser asks an authenticator for. @throws DomainError FORBIDDEN, FRESH_FACTOR_NEEDED, RATE_LIMITED */
export async function offerPasskey(session: StaffSession, address: string) {
  await requireSetUp(database(), session)
  await takePasskeyChallenge(address)
  const { id, sessionId } = session
  const person = await database().user.findUniqueOrThrow({ where: { id }, include: { dataKey: true } })
  const { name, email } = await openPerson(person)
  return registrationOptions({ id, sessionId, email: email ?? id, name: name ?? '' })
}

/**
 * Keeps a new passkey of one's own.
 *
 * @param name what its owner calls it
 * @throws DomainError FORBIDDEN, FRESH_FACTOR_NEEDED, FACTOR_WRONG, CONFLICT, SLOT_FULL, UNAUTHENTICATED
 */
export async function addPasskey(
  session: StaffSession,
  { name, response }: { name: string; response: RegistrationResponseJSON },
): Promise<FactorAdded> {
  await requireSetUp(database(), session)
  const made = await verifiedRegistration(session.sessionId, response)
  return transaction(async (tx) => {
    await lockForSetUp(tx, session)
    const userId = session.id
    if ((await tx.passkey.count({ where: { userId } })) >= MOST) throw new DomainError('SLOT_FULL', 'So many passkeys')
    const { dataKeyId } = await tx.user.findUniqueOrThrow({ where: { id: userId } })
    const id = newId()
    const nameSealed = seal(await dataKey(tx, dataKeyId), place(id), name)
    const { count } = await tx.passkey.createMany({ data: [{ id, userId, ...made, nameSealed }], skipDuplicates: true })
    if (count !== 1) throw new DomainError('FACTOR_WRONG', 'Known already')
    return settleFactor(tx, session, { factor: 'PASSKEY', factorId: id })
  })
}
