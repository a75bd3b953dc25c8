import 'server-only'
import { consumeGuess } from '@/lib/accounts/limits/slow-guesses'
import { notifyColleague } from '@/lib/accounts/notify-colleague'
import { openPerson } from '@/lib/accounts/person-fields'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { findAccessLink } from './access-links'
import { deleteFactors } from './factors/delete-factors'
import { requireGoodPassword } from './passwords/good-password'
import { hashPassword } from './passwords/passwords'
import { keepOnlyDevice, type RememberedDevice } from './sessions/devices'
import { endSessionsIn } from './sessions/end-sessions'

type Use = { token: string; password: string; address: string; device: string | null }

/**
 * Sets a new password by a link, once. It signs nobody in: signing in takes the password, and then the second factor. A
 * link from the machine removes the second factors, so that new ones are set up. Only this browser stays known, if it
 * was: strangers who guess meanwhile don't keep its owner from signing in with the new password.
 *
 * @returns what the browser stores from now on; null where that is nothing new
 * @throws DomainError RATE_LIMITED, LINK_INVALID, PASSWORD_…
 */
export async function useAccessLink({ token, password, address, device }: Use): Promise<RememberedDevice | null> {
  const guess = await consumeGuess({ address })
  const found = await findAccessLink(database(), token)
  if (!found) {
    await guess.missed()
    throw new DomainError('LINK_INVALID', 'No open link')
  }
  requireGoodPassword(password, await openPerson(found.user))
  const passwordHash = await hashPassword(password)

  return transaction(async (tx) => {
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
      const taken = await deleteFactors(tx, userId)
      await recordAudit(tx, actor, { action: 'staff.factors_reset', subjectId: userId, data: { count: taken } })
      // Without a second factor, a mailed link would be enough to sign in.
      const open = { userId, usedAt: null, expiresAt: { gt: now } }
      await tx.accessLink.updateMany({ where: open, data: { expiresAt: now } })
    }
    await endSessionsIn(tx, actor, { userId }, 'PASSWORD_CHANGED')
    await notifyColleague(tx, userId, 'STAFF_PASSWORD_CHANGED', {})
    return keepOnlyDevice(tx, userId, device)
  })
}
