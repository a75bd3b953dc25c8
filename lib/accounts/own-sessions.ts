import 'server-only'
import { can, type PersonActor } from '@/lib/auth/actor'
import { asBrowser, asSystem } from '@/lib/auth/user-agent'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { database, databaseTime, type Reader } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { openNetwork } from './session-network'

/**
 * One's live sessions of the kind that one asks from: who proved but a phone sees nothing of what its owner does as staff,
 * and the other way round.
 */
export async function ownLiveSessions(reader: Reader, actor: PersonActor): Promise<Prisma.SessionWhereInput> {
  const now = await databaseTime(reader)
  const audience = can(actor, 'qualification.own') ? 'APPLICANT' : 'STAFF'
  return { userId: actor.id, audience, endedAt: null, endsAt: { gt: now }, idleEndsAt: { gt: now } }
}

/** As the page of sessions shows them: this one, then the others by last use. */
export async function listOwnSessions(actor: PersonActor) {
  const rows = await database().session.findMany({
    where: await ownLiveSessions(database(), actor),
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }],
    include: { user: { select: { dataKey: true } } },
  })
  const sessions = await Promise.all(
    rows.map(async ({ id, browser, system, networkSealed, createdAt, lastSeenAt, endsAt, user }) => ({
      id,
      browser: asBrowser(browser),
      system: asSystem(system),
      network: networkSealed ? openNetwork(await unwrapDataKey(user.dataKey), id, networkSealed) : null,
      createdAt,
      lastSeenAt,
      endsAt,
      isThis: id === actor.sessionId,
    })),
  )
  return sessions.sort((a, b) => Number(b.isThis) - Number(a.isThis))
}

export type OwnSession = Awaited<ReturnType<typeof listOwnSessions>>[number]
