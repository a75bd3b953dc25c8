import 'server-only'
import { recordAudit } from '@/lib/audit/record'
import type { PersonActor } from '@/lib/auth/actor'
import { requireFreshFactor } from '@/lib/auth/fresh-factor'
import { HOUR } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { databaseTime, type Tx } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { DEFAULT_LOCALE, isLocale } from '@/lib/i18n/locales'
import { enqueueMessage } from '@/lib/messaging/enqueue-message'
import { isEmailSent } from '@/lib/messaging/mode'
import { openPerson } from './person-fields'

export const GRANT_HOURS = 72

type Whose = { userId: string; invitationId: null } | { userId: null; invitationId: string }
type Asked = Whose & { from: readonly StaffRole[]; to: readonly StaffRole[] }

/**
 * Keeps roles until a second administrator agrees, in the transaction of who asks, and tells the others by e-mail. Without
 * an answer nothing is given.
 *
 * @throws DomainError FRESH_FACTOR_NEEDED, GRANT_WAITS when another one waits for the same person
 */
export async function requestGrantIn(tx: Tx, actor: PersonActor, asked: Asked): Promise<void> {
  const { userId, invitationId, from, to } = asked
  await requireFreshFactor(tx, actor, userId)
  const now = await databaseTime(tx)
  const expiresAt = new Date(now.getTime() + GRANT_HOURS * HOUR)
  await endOverdue(tx, userId, now)
  const id = newId()
  const { count } = await tx.waitingGrant.createMany({
    data: [
      {
        id,
        userId,
        invitationId,
        fromRoles: [...from],
        toRoles: [...to],
        requestedById: actor.id,
        createdAt: now,
        expiresAt,
      },
    ],
    skipDuplicates: true,
  })
  if (count !== 1) throw new DomainError('GRANT_WAITS', 'One waits for them already', { subjectId: userId })
  const data = { userId, invitationId, from: [...from], to: [...to] }
  await recordAudit(tx, actor, { action: 'role_grant.requested', subjectId: id, data }, { using: 'people.manage' })
  await tellOthers(tx, { actorId: actor.id, userId, expiresAt })
}

/** What nobody answered in time waits no more, and bars nothing. */
async function endOverdue(tx: Tx, userId: string | null, now: Date): Promise<void> {
  if (!userId) return
  await tx.waitingGrant.updateMany({
    where: { userId, state: 'WAITING', expiresAt: { lte: now } },
    data: { state: 'REFUSED', decidedAt: now },
  })
}

async function tellOthers(tx: Tx, about: { actorId: string; userId: string | null; expiresAt: Date }): Promise<void> {
  if (!isEmailSent()) return
  const { actorId, userId, expiresAt } = about
  const others = await tx.user.findMany({
    where: {
      status: 'ACTIVE',
      roles: { some: { role: 'ADMIN' } },
      id: { notIn: userId ? [actorId, userId] : [actorId] },
    },
    include: { dataKey: true },
  })
  const url = new URL('/people', env().ZHUNXIN_URL).href
  for (const other of others) {
    const { email } = await openPerson(other)
    if (!email) continue
    const locale = other.locale && isLocale(other.locale) ? other.locale : DEFAULT_LOCALE
    const message = { channel: 'EMAIL', template: 'ROLE_GRANT_WAITING', locale, to: email, expiresAt } as const
    await enqueueMessage(tx, { ...message, params: { url, hours: GRANT_HOURS } })
  }
}
