import 'server-only'
import { z } from 'zod'
import { recordAudit } from '@/lib/audit/record'
import { HOUR, MINUTE } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { isId } from '@/lib/core/ids'
import { database, databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { Audience, StaffRole } from '@/lib/db/generated/enums'
import type { Actor, Assurance, OwedStep, OwingSession, PersonActor, SignInFactor } from './actor'
import { SIGN_IN_FACTORS } from './actor'
import { APPLICANT_CAPABILITIES, capabilitiesOf } from './capabilities'
import { isOwed, nextStep, type SignInStep } from './sign-in'

/** How long a session lasts: at most, and without being used. */
const LASTS: Readonly<Record<Audience, { most: number; idle: number }>> = {
  APPLICANT: { most: 24 * HOUR, idle: 2 * HOUR },
  STAFF: { most: 12 * HOUR, idle: 30 * MINUTE },
}

/** How long a session waits for the step that it owes. */
const OWED_LASTS = 15 * MINUTE

/** `owes`: what is still to be given before it can do anything else. */
export type StartedSession = { id: string; endsAt: Date; owes: OwedStep | null }

type GivenFactor = Assurance['factors'][number]

/**
 * Starts a session of a person who gave enough to be known, now or, where another says when, then. Null when they are disabled. Their row stays locked until the
 * transaction ends, so that whoever disables them meanwhile ends this session too.
 */
export async function startSession(
  tx: Tx,
  {
    userId,
    audience,
    factors,
  }: { userId: string; audience: Audience; factors: readonly (SignInFactor | GivenFactor)[] },
): Promise<StartedSession | null> {
  if (!(await lockActive(tx, userId))) return null
  const now = await databaseTime(tx)
  const given = factors.map((factor) => (typeof factor === 'string' ? { factor, at: now } : factor))
  return insertSession(tx, { userId, audience, factors: given, now })
}

/**
 * One more factor was given in a session: the next step of a sign-in, or the same person said once more who they are. What
 * it gained goes to a new session with a new token; the old one ends, so that whoever knew its token gained nothing.
 *
 * @param factor null where none was given, and the token alone is replaced: what was given before, and the end, stay
 * @throws DomainError UNAUTHENTICATED when it is not live any more
 */
export async function raiseSession(
  tx: Tx,
  { id: userId, sessionId }: Pick<PersonActor | OwingSession, 'id' | 'sessionId'>,
  factor: SignInFactor | null,
): Promise<StartedSession> {
  const isActive = await lockActive(tx, userId)
  const now = await databaseTime(tx)
  const [old] = await tx.session.updateManyAndReturn({
    where: { id: sessionId, userId, endedAt: null, endsAt: { gt: now }, idleEndsAt: { gt: now } },
    data: { endedAt: now },
  })
  if (!isActive || !old) throw new DomainError('UNAUTHENTICATED', 'Not live any more')
  const actor = { kind: 'PERSON', id: userId } as const
  const data = { sessionId, because: 'RAISED' satisfies SessionEnd }
  await recordAudit(tx, actor, { action: 'session.ended', subjectId: userId, data })

  const { audience } = old
  const given = Factors.parse(old.factors)
  const hasOwed = isOwed(await standingOf(tx, { userId, audience, given }))
  const factors = factor ? [...given.filter((before) => before.factor !== factor), { factor, at: now }] : given
  // Saying once more who one is makes no day longer, and neither does another token.
  return insertSession(tx, { userId, audience, factors, now, ...(factor && hasOwed ? {} : { endsAt: old.endsAt }) })
}

async function lockActive(tx: Tx, userId: string): Promise<boolean> {
  const active = await tx.$queryRaw<unknown[]>`
    SELECT FROM users WHERE id = ${userId}::uuid AND status = 'ACTIVE' FOR SHARE`
  return active.length > 0
}

type NewSession = { userId: string; audience: Audience; factors: GivenFactor[]; now: Date; endsAt?: Date }

async function insertSession(tx: Tx, { userId, audience, factors, now, endsAt }: NewSession): Promise<StartedSession> {
  const step = await standingOf(tx, { userId, audience, given: factors })
  if (step !== 'SIGNED_IN' && !isOwed(step)) throw new Error('Not all factors were given')
  const owes = step === 'SIGNED_IN' ? null : step
  const { most, idle } = owes ? { most: OWED_LASTS, idle: OWED_LASTS } : LASTS[audience]
  const ends = endsAt ?? new Date(now.getTime() + most)
  const { id } = await tx.session.create({
    data: {
      userId,
      audience,
      factors: factors.map(({ factor, at }) => ({ factor, at: at.toISOString() })),
      createdAt: now,
      lastSeenAt: now,
      endsAt: ends,
      idleEndsAt: new Date(Math.min(ends.getTime(), now.getTime() + idle)),
    },
  })
  const data = { sessionId: id, audience, factors: factors.map(({ factor }) => factor) }
  await recordAudit(tx, { kind: 'PERSON', id: userId }, { action: 'session.started', subjectId: userId, data })
  return { id, endsAt: ends, owes }
}

type Given = { userId: string; audience: Audience; given: readonly GivenFactor[] }

async function standingOf(tx: Tx, { userId, audience, given }: Given): Promise<SignInStep> {
  const hasSecond = audience === 'STAFF' && (await hasSecondFactor(tx, userId))
  return nextStep({ audience, given: given.map(({ factor }) => factor), isKnown: true, hasSecondFactor: hasSecond })
}

/** Whether someone has a passkey or an authenticator app. Recovery codes stand for those, and are none. */
export async function hasSecondFactor(tx: Tx, userId: string): Promise<boolean> {
  const passkeys = await tx.passkey.count({ where: { userId } })
  return passkeys > 0 || (await tx.totpSecret.count({ where: { userId } })) > 0
}

const Factors = z.array(z.object({ factor: z.enum(SIGN_IN_FACTORS), at: z.coerce.date() }))

type LiveSession = {
  userId: string
  audience: Audience
  factors: unknown
  roles: StaffRole[]
  accountIds: string[]
  hasSecondFactor: boolean
}

/**
 * Who a session belongs to and what they may, read whole from the database, so that ending, disabling and a change of
 * role are in effect at the next request. Null when it is not live, or owes a step. Marks it as used, at most once a minute.
 */
export async function readSession(sessionId: string): Promise<PersonActor | null> {
  const session = await readAnySession(sessionId)
  return session?.kind === 'PERSON' ? session : null
}

/** The same, or what a session owes: then it is nobody's who could do anything, and no use makes it longer. */
export async function readAnySession(sessionId: string): Promise<PersonActor | OwingSession | null> {
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
      ARRAY(SELECT m.account_id::text FROM memberships m WHERE m.user_id = live.user_id ORDER BY 1) AS "accountIds",
      EXISTS (SELECT FROM passkeys p WHERE p.user_id = live.user_id)
        OR EXISTS (SELECT FROM totp_secrets t WHERE t.user_id = live.user_id) AS "hasSecondFactor"
    FROM live`
  if (!live) return null
  const { userId, audience, accountIds } = live
  const factors = Factors.parse(live.factors)
  const given = factors.map(({ factor }) => factor)
  const step = nextStep({ audience, given, isKnown: true, hasSecondFactor: live.hasSecondFactor })
  if (isOwed(step)) return { kind: 'OWING', id: userId, sessionId, owes: step }
  if (step !== 'SIGNED_IN') return null
  return {
    kind: 'PERSON',
    id: userId,
    sessionId,
    audience,
    accountIds,
    capabilities: audience === 'STAFF' ? capabilitiesOf(live.roles) : APPLICANT_CAPABILITIES,
    assurance: { factors },
  }
}

export type SessionEnd =
  | 'SIGN_OUT'
  /** Its person ended it from another. */
  | 'BY_HAND'
  | 'DISABLED'
  | 'BLOCKED'
  | 'ERASED'
  /** Another took its place, by one more factor or by another token alone. */
  | 'RAISED'
  | 'PASSWORD_CHANGED'
  | 'PHONE_CHANGED'
  /** Someone who could not sign in showed who they are: it is not known who had these. */
  | 'ACCESS_CASE'
  | 'FACTORS_RESET'

/** Ends one's own session. Ended already: nothing happens. */
export async function endSession(session: PersonActor | OwingSession, because: SessionEnd): Promise<void> {
  const { id, sessionId } = session
  await transaction((tx) => endSessionsIn(tx, { kind: 'PERSON', id }, { userId: id, sessionId }, because))
}

/** Ends a person's session, or all that they have, or all but one, in the transaction of what ends them. */
export async function endSessionsIn(
  tx: Tx,
  actor: Pick<Actor, 'kind' | 'id'>,
  whose: { userId: string; sessionId?: string; exceptId?: string },
  because: SessionEnd,
): Promise<void> {
  const { userId, sessionId, exceptId } = whose
  const now = await databaseTime(tx)
  const isLive = { endedAt: null, endsAt: { gt: now }, idleEndsAt: { gt: now } }
  const ended = await tx.session.updateManyAndReturn({
    where: { AND: [{ userId }, sessionId ? { id: sessionId } : {}, exceptId ? { id: { not: exceptId } } : {}, isLive] },
    data: { endedAt: now },
    select: { id: true },
  })
  for (const { id } of ended) {
    await recordAudit(tx, actor, { action: 'session.ended', subjectId: userId, data: { sessionId: id, because } })
  }
}
