import 'server-only'
import type { RegistrationResponseJSON } from '@simplewebauthn/server'
import { consumePasskeyChallenge } from '@/lib/accounts/limits/request-limits'
import { openPerson } from '@/lib/accounts/person-fields'
import { database, transaction } from '@/lib/db/client'
import { registrationOptions, verifiedRegistration } from './passkeys'
import { type FactorAdded, settleFactor } from './settle-factor'
import { lockForSetUp, requireSetUp, type StaffSession } from './staff-session'
import { storePasskey } from './store-passkey'

/**
 * Returns the options with which the browser creates a passkey.
 *
 * @throws DomainError FORBIDDEN, FRESH_FACTOR_NEEDED, RATE_LIMITED
 */
export async function offerPasskey(session: StaffSession, address: string) {
  await requireSetUp(database(), session)
  await consumePasskeyChallenge(address)
  const { id, sessionId } = session
  const person = await database().user.findUniqueOrThrow({ where: { id }, include: { dataKey: true } })
  const { name, email } = await openPerson(person)
  return registrationOptions({ id, sessionId, account: email ?? id, name: name ?? '' })
}

/**
 * Stores a new passkey of the actor's.
 *
 * @param name the name that its owner gives it
 * @throws DomainError FORBIDDEN, FRESH_FACTOR_NEEDED, FACTOR_WRONG, CONFLICT, PASSKEYS_FULL, UNAUTHENTICATED
 */
export async function addPasskey(
  session: StaffSession,
  { name, response, device }: { name: string; response: RegistrationResponseJSON; device: string | null },
): Promise<FactorAdded> {
  await requireSetUp(database(), session)
  const made = await verifiedRegistration(session.sessionId, response)
  return transaction(async (tx) => {
    await lockForSetUp(tx, session)
    const id = await storePasskey(tx, session.id, { name, made })
    return settleFactor(tx, session, { factor: 'PASSKEY', factorId: id, device })
  })
}
