import 'server-only'
import { consumeAccountGuess } from '@/lib/accounts/limits/account-guesses'
import { openPerson } from '@/lib/accounts/person-fields'
import { MINUTE } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { open, seal } from '@/lib/crypto/fields'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { findKnownDevice } from '../sessions/devices'
import { refuseFactor } from './refuse-factor'
import { type FactorAdded, settleFactor } from './settle-factor'
import { lockForSetUp, requireSetUp, type StaffSession } from './staff-session'
import { newTotpSecret, sealTotpSecret, stepOfCode, totpUri } from './totp'

/** The minutes in which an app has to show its first code. */
const OFFER_MINUTES = 15

const place = (row: string) => ({ table: 'factor_challenges', column: 'secret_sealed', row })

const personOf = (id: string) => database().user.findUniqueOrThrow({ where: { id }, include: { dataKey: true } })

/**
 * Returns a secret for an app to read: the same one as long as it is offered to this session, so that reloading the
 * page doesn't make a scanned code worthless.
 *
 * @throws DomainError FORBIDDEN, FRESH_FACTOR_NEEDED
 */
export async function offerTotp(session: StaffSession): Promise<{ secret: string; uri: string }> {
  await requireSetUp(database(), session)
  const person = await personOf(session.id)
  const key = await unwrapDataKey(person.dataKey)
  const offer = (await findOffer(session)) ?? (await makeOffer(session, key))
  const secret = open(key, place(offer.id), offer.secretSealed)
  const { email } = await openPerson(person)
  return { secret, uri: totpUri(secret, email ?? '') }
}

async function findOffer({ sessionId }: StaffSession) {
  const offer = await database().factorChallenge.findFirst({
    where: { AND: [{ sessionId, kind: 'TOTP_SET_UP' }, { expiresAt: { gt: await databaseTime() } }] },
  })
  return offer?.secretSealed ? { id: offer.id, secretSealed: offer.secretSealed } : null
}

/** Creates the offer. Concurrent set-ups share one pending secret. */
async function makeOffer(session: StaffSession, key: Uint8Array) {
  const { sessionId } = session
  const id = newId()
  const secretSealed = seal(key, place(id), newTotpSecret())
  await transaction(async (tx) => {
    const createdAt = await databaseTime(tx)
    const expiresAt = new Date(createdAt.getTime() + OFFER_MINUTES * MINUTE)
    await tx.factorChallenge.deleteMany({ where: { sessionId, kind: 'TOTP_SET_UP', expiresAt: { lte: createdAt } } })
    await tx.factorChallenge.createMany({
      data: [{ id, kind: 'TOTP_SET_UP', sessionId, secretSealed, createdAt, expiresAt }],
      skipDuplicates: true,
    })
  })
  const offer = await findOffer(session)
  if (!offer) throw new Error('The offer that was just made is gone')
  return offer
}

/**
 * Stores the offered secret once an app shows a code of it; it replaces an earlier app's.
 *
 * @throws DomainError FORBIDDEN, FRESH_FACTOR_NEEDED, RATE_LIMITED, FACTOR_WRONG, CONFLICT when set up elsewhere
 * meanwhile, UNAUTHENTICATED
 */
export async function setUpTotp(
  session: StaffSession,
  { code, address, device }: { code: string; address: string; device: string | null },
): Promise<FactorAdded> {
  await requireSetUp(database(), session)
  const userId = session.id
  const knownDevice = await findKnownDevice(database(), { id: userId }, device)
  const guess = await consumeAccountGuess({ at: { factorsOf: userId }, address, knownDevice })
  const [offer, { dataKey }] = await Promise.all([findOffer(session), personOf(userId)])
  const key = await unwrapDataKey(dataKey)
  const secret = offer && open(key, place(offer.id), offer.secretSealed)
  const step = secret ? stepOfCode(secret, code, await databaseTime()) : null
  if (!offer || !secret || step === null) return refuseFactor(guess, userId, 'TOTP')

  const added = await transaction(async (tx) => {
    await lockForSetUp(tx, session)
    const { count } = await tx.factorChallenge.deleteMany({ where: { id: offer.id } })
    if (count !== 1) throw new DomainError('CONFLICT', 'Set up meanwhile')
    const createdAt = await databaseTime(tx)
    const secretRow = { secretSealed: sealTotpSecret(key, userId, secret), lastStep: step, createdAt, lastUsedAt: null }
    await tx.totpSecret.upsert({ where: { userId }, create: { userId, ...secretRow }, update: secretRow })
    return settleFactor(tx, session, { factor: 'TOTP', factorId: null, device })
  })
  await guess.hit()
  return added
}
