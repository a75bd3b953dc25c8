import 'server-only'
import type { PersonActor } from '@/lib/auth/actor'
import { database, databaseTime, type Reader } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { openPerson } from './person-fields'
import { visibleGrants } from './policy'

/** Those that can still be agreed to: in time, and asked for by someone who may still give. */
export async function openGrants(reader: Reader): Promise<Prisma.WaitingGrantWhereInput> {
  return {
    state: 'WAITING',
    expiresAt: { gt: await databaseTime(reader) },
    requestedBy: { status: 'ACTIVE', roles: { some: { role: 'ADMIN' } } },
  }
}

/** As `/people` shows them, the oldest first. */
export async function listWaitingGrants(actor: PersonActor) {
  const rows = await database().waitingGrant.findMany({
    where: { AND: [visibleGrants(actor), await openGrants(database())] },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    include: { user: { include: { dataKey: true } }, requestedBy: { include: { dataKey: true } } },
  })
  return Promise.all(
    rows.map(async ({ id, user, invitationId, fromRoles, toRoles, createdAt, expiresAt, requestedBy }) => ({
      id,
      /** Whom it is for; null for whoever uses an invitation. */
      userId: user?.id ?? null,
      name: user ? (await openPerson(user)).name : null,
      isInvitation: invitationId !== null,
      gained: toRoles.filter((role) => !fromRoles.includes(role)).sort(),
      roles: [...toRoles].sort(),
      requestedBy: (await openPerson(requestedBy)).name,
      isOwn: requestedBy.id === actor.id,
      isForSelf: user?.id === actor.id,
      createdAt,
      expiresAt,
    })),
  )
}

export type WaitingGrant = Awaited<ReturnType<typeof listWaitingGrants>>[number]
