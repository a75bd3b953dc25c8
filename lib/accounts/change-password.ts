import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { hashPassword, verifyPassword } from '@/lib/auth/passwords'
import { takeGuess } from '@/lib/auth/rate-limits'
import { endSessionsIn, raiseSession, type StartedSession } from '@/lib/auth/sessions'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { requireStaff } from './factors/staff-session'
import { requireGoodPassword } from './good-password'
import { openPerson } from './person-fields'
import { tellColleague } from './tell-colleague'

type Change = { current: string; password: string; address: string }

/**
 * Another password of one's own. Other sessions end, and this one gets a new token.
 *
 * @throws DomainError FORBIDDEN, RATE_LIMITED, CREDENTIALS_WRONG, PASSWORD_…, CONFLICT, UNAUTHENTICATED
 */
export async function changePassword(
  actor: PersonActor,
  { current, password, address }: Change,
): Promise<StartedSession> {
  requireStaff(actor)
  const guess = await takeGuess({ address, userId: actor.id })
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
      data: { expiresAt: await databaseTime(tx) }, // or who asked for one before would set another
    })
    await recordAudit(tx, actor, { action: 'password.changed', subjectId: actor.id, data: { by: 'PASSWORD' } })
    await endSessionsIn(tx, actor, { userId: actor.id, exceptId: actor.sessionId }, 'PASSWORD_CHANGED')
    await tellColleague(tx, actor.id, 'STAFF_PASSWORD_CHANGED', {})
    return raiseSession(tx, actor, 'PASSWORD')
  })
}
