import 'server-only'
import { gainedBy, mayDismissOwn } from '@/lib/accounts/access-change'
import { ACTING_ADMINISTRATOR } from '@/lib/accounts/administrators'
import { openPerson } from '@/lib/accounts/person-fields'
import type { PersonActor } from '@/lib/actor/actor'
import { database, databaseTime, type Reader } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { visibleAccessChanges } from '../policy'

/**
 * Returns a filter for changes that can still be consented to: in time, and requested by a person who may still change
 * access.
 */
export async function openChanges(reader: Reader): Promise<Prisma.AccessChangeWhereInput> {
  return {
    state: 'WAITING',
    OR: [{ expiresAt: { gt: await databaseTime(reader) } }, { becomesFinal: true }],
    requestedBy: ACTING_ADMINISTRATOR,
  }
}

/** Returns the waiting changes as `/people` shows them, the oldest first. */
export async function listWaitingChanges(actor: PersonActor) {
  const rows = await database().accessChange.findMany({
    where: { AND: [visibleAccessChanges(actor), await openChanges(database())] },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    include: { user: { include: { dataKey: true } }, requestedBy: { include: { dataKey: true } } },
  })
  return Promise.all(
    rows.map(async ({ id, kind, user, invitationId, requestedBy, ...row }) => {
      const [isOwn, isForSelf] = [requestedBy.id === actor.id, user?.id === actor.id]
      return {
        id,
        kind,
        /** Names the person concerned; null means the person who uses an invitation. */
        userId: user?.id ?? null,
        name: user ? (await openPerson(user)).name : null,
        isInvitation: invitationId !== null,
        gained: gainedBy(row.fromRoles, row.toRoles).sort(),
        lost: gainedBy(row.toRoles, row.fromRoles).sort(),
        requestedBy: (await openPerson(requestedBy)).name,
        isOwn,
        isForSelf,
        mayConsent: !isOwn && !isForSelf,
        mayDismiss: !isForSelf || mayDismissOwn({ kind, ...row }),
        createdAt: row.createdAt,
        expiresAt: row.expiresAt,
        becomesFinal: row.becomesFinal,
      }
    }),
  )
}

export type WaitingChange = Awaited<ReturnType<typeof listWaitingChanges>>[number]
