import 'server-only'
import { consumeGuess } from '@/lib/accounts/limits/rate-limits'
import { notifyColleague } from '@/lib/accounts/notify-colleague'
import { openPerson } from '@/lib/accounts/person-fields'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { requireStaff } from '../factors/staff-session'
import { endSessionsIn } from '../sessions/end-sessions'
import { raiseSession, type StartedSession } from '../sessions/sessions'
import { requireGoodPassword } from './good-password'
import { hashPassword, verifyPassword } from './passwords'

type Change = { current: string; password: string; address: string }

/**
 * Changes the actor's own password. Other sessions are closed, and this one gets a new token.
 *
 * @throws DomainError FORBIDDEN, RATE_LIMITED, CREDENTIALS_WRONG, PASSWORD_…, CONFLICT, UNAUTHENTICATED
 */
export async function changePassword(
  actor: PersonActor,
  { current, password, address }: Change,
): Promise<StartedSession> {
  requireStaff(actor)
  const guess = await consumeGuess({ address, userId: actor.id })
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
    return raiseSession(tx, actor, 'PASSWORD')
  })
}
