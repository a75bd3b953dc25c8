import 'server-only'
import { requireApplicant } from '@/lib/accounts/notices/policy'
import type { PersonActor } from '@/lib/actor/actor'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { database, databaseTime, type Reader } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { openNetwork } from './session-network'
import { asBrowser, asSystem } from './user-agent'

/**
 * Returns a filter for the actor's open sessions of the present session's kind: a person who proved only a phone sees
 * nothing of what its owner does as staff, and the other way round.
 *
 * @throws DomainError FORBIDDEN for an applicant who proved nothing here
 */
export async function ownLiveSessions(reader: Reader, actor: PersonActor): Promise<Prisma.SessionWhereInput> {
  const { audience } = actor
  if (audience === 'APPLICANT') requireApplicant(actor)
  const now = await databaseTime(reader)
  return { userId: actor.id, audience, endedAt: null, endsAt: { gt: now }, idleEndsAt: { gt: now } }
}

/** Returns sessions as their page shows them: the present one, then the others by last use. */
export async function listOwnSessions(actor: PersonActor) {
  const rows = await database().session.findMany({
    where: await ownLiveSessions(database(), actor),
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }],
    include: { user: { select: { dataKey: true } }, handover: { select: { apiKey: { select: { name: true } } } } },
  })
  const sessions = await Promise.all(
    rows.map(
      async ({ id, browser, system, networkSealed, createdAt, lastSeenAt, endsAt, user, handover, onlyAccountId }) => ({
        id,
        browser: asBrowser(browser),
        system: asSystem(system),
        network: networkSealed ? openNetwork(await unwrapDataKey(user.dataKey), id, networkSealed) : null,
        createdAt,
        lastSeenAt,
        endsAt,
        /** The name of the key whose platform vouched for this person, if one did. */
        vouchedBy: onlyAccountId === null ? null : (handover?.apiKey.name ?? null),
        isThis: id === actor.sessionId,
      }),
    ),
  )
  return sessions.sort((a, b) => Number(b.isThis) - Number(a.isThis))
}

export type OwnSession = Awaited<ReturnType<typeof listOwnSessions>>[number]
