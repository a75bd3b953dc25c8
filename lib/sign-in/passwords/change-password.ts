import 'server-only'
import { consumeAccountGuess } from '@/lib/accounts/limits/account-guesses'
import { notifyColleague } from '@/lib/accounts/notify-colleague'
import { openPerson } from '@/lib/accounts/person-fields'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { requireStaff } from '../factors/staff-session'
import { findKnownDevice } from '../sessions/devices'
import { endSessionsIn } from '../sessions/end-sessions'
import { continueAlone, type SessionOnDevice } from '../sessions/session-on-device'
import { requireGoodPassword } from './good-password'
import { hashPassword, verifyPassword } from './passwords'

type Change = { current: string; password: string; address: string; device: string | null }

/**
 * Changes the actor's own password. Other sessions are closed, other browsers no longer known, and this session gets a
 * new token.
 *
 * @throws DomainError FORBIDDEN, RATE_LIMITED, CREDENTIALS_WRONG, PASSWORD_…, CONFLICT, UNAUTHENTICATED
 */
export async function changePassword(
  actor: PersonActor,
  { current, password, address, device }: Change,
): Promise<SessionOnDevice> {
  requireStaff(actor)
  const knownDevice = await findKnownDevice(database(), { id: actor.id }, device)
  const guess = await consumeAccountGuess({ at: { passwordOf: actor.id }, address, knownDevice })
  const person = await database().user.findUniqueOrThrow({ where: { id: actor.id }, include: { dataKey: true } })
  if (!(await verifyPassword(person.passwordHash, current))) {
    await guess.missed()
    throw new DomainError('CREDENTIALS_WRONG', 'Not the password of now')
  }
  await guess.hit()
  requireGoodPassword(password, await openPerson(person))
  const passwordHash = await hashPassword(password)

  return transaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id: actor.id, status: 'ACTIVE', passwordHash: person.passwordHash },
      data: { passwordHash },
    })
    if (count !== 1) throw new DomainError('CONFLICT', 'Changed meanwhile')
    await tx.accessLink.updateMany({
      where: { userId: actor.id, usedAt: null },
      data: { expiresAt: await databaseTime(tx) }, // or a person who requested a link before would set another
    })
    await recordAudit(tx, actor, { action: 'password.changed', subjectId: actor.id, data: { by: 'PASSWORD' } })
    await endSessionsIn(tx, actor, { userId: actor.id, exceptId: actor.sessionId }, 'PASSWORD_CHANGED')
    await notifyColleague(tx, actor.id, 'STAFF_PASSWORD_CHANGED', {})
    return continueAlone(tx, actor, { factor: 'PASSWORD', device })
  })
}
