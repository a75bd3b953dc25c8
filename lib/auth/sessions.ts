import 'server-only'
import { z } from 'zod'
import { recordAudit } from '@/lib/audit/record'
import { HOUR, MINUTE } from '@/lib/core/clock'
import { isId } from '@/lib/core/ids'
import { database, databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { Audience, StaffRole } from '@/lib/db/generated/enums'
import type { Actor, PersonActor, SignInFactor } from './actor'
import { APPLICANT_CAPABILITIES, capabilitiesOf } from './capabilities'
import { nextStep } from './sign-in'

/** How long a session lasts: at most, and without being used. */
const LASTS: Readonly<Record<Audience, { most: number; idle: number }>> = {
  APPLICANT: { most: 24 * HOUR, idle: 2 * HOUR },
  STAFF: { most: 12 * HOUR, idle: 30 * MINUTE },
}

export type StartedSession = { id: string; endsAt: Date }

/**
 * Starts a session of a person who gave all that their kind of session asks for. Null when they are disabled. Their row
 * stays locked until the transaction ends, so that whoever disables them meanwhile ends this session too.
 */
export async function startSession(
  tx: Tx,
  { userId, audience, factors }: { userId: string; audience: Audience; factors: readonly SignInFactor[] },
): Promise<StartedSession | null> {
  if (nextStep({ audience, given: factors, isKnown: true }) !== 'SIGNED_IN')
    throw new Error('Not all factors were given')
  const active = await tx.$queryRaw<unknown[]>`
    SELECT FROM users WHERE id = ${userId}::uuid AND status = 'ACTIVE' FOR SHARE`
  if (active.length === 0) return null

  const now = await databaseTime(tx)
  const { most, idle } = LASTS[audience]
  const endsAt = new Date(now.getTime() + most)
  const { id } = await tx.session.create({
    data: {
      userId,
      audience,
      factors: factors.map((factor) => ({ factor, at: now.toISOString() })),
      createdAt: now,
      lastSeenAt: now,
      endsAt,
      idleEndsAt: new Date(now.getTime() + idle),
    },
  })
  const data = { sessionId: id, audience, factors: [...factors] }
  await recordAudit(tx, { kind: 'PERSON', id: userId }, { action: 'session.started', subjectId: userId, data })
  return { id, endsAt }
}

const Factors = z.array(z.object({ factor: z.enum(['SMS_CODE', 'PASSWORD', 'LINK']), at: z.coerce.date() }))

type LiveSession = { userId: string; audience: Audience; factors: unknown; roles: StaffRole[]; accountIds: string[] }

/**
 * Who a session belongs to and what they may, read whole from the database, so that ending, disabling and a change of
 * role are in effect at the next request. Null when it is not live. Marks it as used, at most once a minute.
 */
export async function readSession(sessionId: string): Promise<PersonActor | null> {
  if (!isId(sessionId)) return null
  const [live] = await database().$queryRaw<LiveSession[]>`
    WITH live AS (
      SELECT s.id, s.user_id, s.audience, s.factors
      FROM sessions s JOIN users u ON u.id = s.user_id
      WHERE s.id = ${sessionId}::uuid AND u.status = 'ACTIVE' AND s.ended_at IS NULL
        AND s.ends_at > clock_timestamp() AND s.idle_ends_at > clock_timestamp()
    ), used AS (
      UPDATE sessions s
      SET last_seen_at = clock_timestamp(),
          idle_ends_at = LEAST(s.ends_at, clock_timestamp() + interval '1 ms' *
            CASE s.audience WHEN 'STAFF' THEN ${LASTS.STAFF.idle}::int ELSE ${LASTS.APPLICANT.idle}::int END)
      FROM live
      WHERE s.id = live.id AND s.ended_at IS NULL AND s.last_seen_at <= clock_timestamp() - interval '1 minute'
    )
    SELECT user_id::text AS "userId", audience::text, factors,
      ARRAY(SELECT g.role::text FROM role_grants g WHERE g.user_id = live.user_id) AS roles,
      ARRAY(SELECT m.account_id::text FROM memberships m WHERE m.user_id = live.user_id ORDER BY 1) AS "accountIds"
    FROM live`
  if (!live) return null
  return {
    kind: 'PERSON',
    id: live.userId,
    sessionId,
    accountIds: live.accountIds,
    capabilities: live.audience === 'STAFF' ? capabilitiesOf(live.roles) : APPLICANT_CAPABILITIES,
    assurance: { factors: Factors.parse(live.factors) },
  }
}

export type SessionEnd = 'SIGN_OUT' | 'DISABLED' | 'ERASED'

/** Ends one's own session. Ended already: nothing happens. */
export async function endSession(actor: PersonActor, because: SessionEnd): Promise<void> {
  await transaction((tx) => endSessionsIn(tx, actor, { userId: actor.id, sessionId: actor.sessionId }, because))
}

/** Ends a person's session, or all that they have, in the transaction of what ends them. */
export async function endSessionsIn(
  tx: Tx,
  actor: Pick<Actor, 'kind' | 'id'>,
  whose: { userId: string; sessionId?: string },
  because: SessionEnd,
): Promise<void> {
  const { userId, sessionId } = whose
  const now = await databaseTime(tx)
  const isLive = { endedAt: null, endsAt: { gt: now }, idleEndsAt: { gt: now } }
  const ended = await tx.session.updateManyAndReturn({
    where: { AND: [{ userId }, sessionId ? { id: sessionId } : {}, isLive] },
    data: { endedAt: now },
    select: { id: true },
  })
  for (const { id } of ended) {
    await recordAudit(tx, actor, { action: 'session.ended', subjectId: userId, data: { sessionId: id, because } })
  }
}
