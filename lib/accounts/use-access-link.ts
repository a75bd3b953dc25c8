import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import { hashPassword } from '@/lib/auth/passwords'
import { takeGuess } from '@/lib/auth/rate-limits'
import { endSessionsIn } from '@/lib/auth/sessions'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { findAccessLink } from './access-links'
import { takeFactors } from './factors/take-factors'
import { requireGoodPassword } from './good-password'
import { openPerson } from './person-fields'
import { tellColleague } from './tell-colleague'

type Use = { token: string; password: string; address: string }

/**
 * Sets a new password by a link, once. Nobody is signed in by it: the password is asked for, and then the second factor. A
 * link from the machine takes the second factors away, so that new ones are set up.
 *
 * @throws DomainError RATE_LIMITED, LINK_INVALID, PASSWORD_…
 */
export async function useAccessLink({ token, password, address }: Use): Promise<void> {
  const guess = await takeGuess({ address })
  const found = await findAccessLink(database(), token)
  if (!found) {
    await guess.missed()
    throw new DomainError('LINK_INVALID', 'No open link')
  }
  requireGoodPassword(password, await openPerson(found.user))
  const passwordHash = await hashPassword(password)

  await transaction(async (tx) => {
    const { userId, kind, id: linkId } = found
    const now = await databaseTime(tx)
    const { count } = await tx.accessLink.updateMany({
      where: { id: linkId, usedAt: null, expiresAt: { gt: now } },
      data: { usedAt: now },
    })
    const person = await tx.user.updateMany({ where: { id: userId, status: 'ACTIVE' }, data: { passwordHash } })
    if (count !== 1 || person.count !== 1) throw new DomainError('LINK_INVALID', 'Used or ended meanwhile')
    const actor = { kind: 'PERSON', id: userId } as const
    await recordAudit(tx, actor, { action: 'password.changed', subjectId: userId, data: { by: 'LINK' } })
    if (kind === 'ACCESS') {
      const taken = await takeFactors(tx, userId)
      await recordAudit(tx, actor, { action: 'staff.factors_reset', subjectId: userId, data: { count: taken } })
    }
    await endSessionsIn(tx, actor, { userId }, 'PASSWORD_CHANGED')
    await tellColleague(tx, userId, 'STAFF_PASSWORD_CHANGED', {})
  })
}
