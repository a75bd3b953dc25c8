import 'server-only'
import { z } from 'zod'
import { type CountedPoints, WITHOUT_FLUSH } from '@/lib/accounts/limits/limiter'
import type { Assurance, IncompleteSession, PendingStep, PersonActor, SignInFactor } from '@/lib/actor/actor'
import { SIGN_IN_FACTORS } from '@/lib/actor/actor'
import { APPLICANT_CAPABILITIES, capabilitiesOf, VOUCHED_CAPABILITIES } from '@/lib/actor/capabilities'
import { recordAudit } from '@/lib/audit/record'
import { HOUR, MINUTE } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { isId } from '@/lib/core/ids'
import { database, databaseTime, type Tx } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { Audience, StaffRole } from '@/lib/db/generated/enums'
import { endPhonesIn } from '@/lib/qualifications/phone/end-phones'
import type { SessionEnd } from './end-sessions'
import { isPendingStep, nextStep, type SignInStep } from './sign-in'

/** Limits how long a session lasts: in all, and without being used. */
const LASTS: Readonly<Record<Audience, { most: number; idle: number }>> = {
  APPLICANT: { most: 24 * HOUR, idle: 2 * HOUR },
  STAFF: { most: 12 * HOUR, idle: 30 * MINUTE },
}

/** A session waits so long for its pending step. */
const PENDING_LASTS = 15 * MINUTE

/** A session that the platform vouches for lasts so long at most: coming back takes another hand-over. */
const VOUCHED_LASTS = 2 * HOUR

/** Describes a session that was started. It can do nothing else until its `pendingStep`, if any, is completed. */
export type StartedSession = { id: string; endsAt: Date; pendingStep: PendingStep | null }

type GivenFactor = Assurance['factors'][number]
type AnyFactor = SignInFactor | GivenFactor

/**
 * Starts a session of a person who gave enough factors, now or at the given time. Returns null when they are disabled.
 * Their row remains locked until the transaction ends, so that a concurrent disabling ends this session too.
 */
export async function startSession(
  tx: Tx,
  { userId, audience, factors }: Pick<NewSession, 'userId' | 'audience'> & { factors: readonly AnyFactor[] },
): Promise<StartedSession | null> {
  if (!(await lockActive(tx, userId))) return null
  const now = await databaseTime(tx)
  const given = factors.map((factor) => (typeof factor === 'string' ? { factor, at: now } : factor))
  return insertSession(tx, { userId, audience, factors: given, now })
}

/**
 * Starts a session of an applicant for whom the platform vouches: it sees one account, and may do less there. Returns
 * null when they are disabled.
 */
export async function startVouchedSession(
  tx: Tx,
  { userId, ...restricted }: { userId: string; handoverId: string; onlyAccountId: string },
): Promise<StartedSession | null> {
  if (!(await lockActive(tx, userId))) return null
  const now = await databaseTime(tx)
  const endsAt = new Date(now.getTime() + VOUCHED_LASTS)
  const factors = [{ factor: 'VOUCHED' as const, at: now }]
  return insertSession(tx, { userId, audience: 'APPLICANT', factors, now, endsAt, ...restricted })
}

/**
 * Adds a factor to a session: the next step of a sign-in, or a repeated confirmation of the same person. The gain goes
 * to a new session with a new token; the old one ends, so that a thief of its token gained nothing.
 *
 * @throws DomainError UNAUTHENTICATED when it is not live any more
 */
export async function raiseSession(
  tx: Tx,
  { id: userId, sessionId }: Pick<PersonActor | IncompleteSession, 'id' | 'sessionId'>,
  factor: SignInFactor,
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
  await endPhonesIn(tx, actor, { sessionIds: [sessionId] }, 'SIGNED_OUT')

  const { audience, handoverId, onlyAccountId } = old
  const given = Factors.parse(old.factors)
  const hadPendingStep = isPendingStep(await standingOf(tx, { userId, audience, given }))
  const factors = [...given.filter((before) => before.factor !== factor), { factor, at: now }]
  // A repeated confirmation doesn't prolong a session.
  return insertSession(tx, {
    userId,
    audience,
    factors,
    now,
    handoverId,
    onlyAccountId,
    ...(hadPendingStep ? {} : { endsAt: old.endsAt }),
  })
}

async function lockActive(tx: Tx, userId: string): Promise<boolean> {
  const active = await tx.$queryRaw<unknown[]>`
    SELECT FROM users WHERE id = ${userId}::uuid AND status = 'ACTIVE' FOR SHARE`
  return active.length > 0
}

type NewSession = {
  userId: string
  audience: Audience
  factors: GivenFactor[]
  now: Date
  endsAt?: Date
  /** Another token of a session that was handed over is of the same hand-over. */
  handoverId?: string | null
  onlyAccountId?: string | null
}

async function insertSession(tx: Tx, session: NewSession): Promise<StartedSession> {
  const { userId, audience, factors, now, endsAt, handoverId = null, onlyAccountId = null } = session
  const step = await standingOf(tx, { userId, audience, given: factors })
  if (step !== 'SIGNED_IN' && !isPendingStep(step)) throw new Error('Not all factors were given')
  const pendingStep = step === 'SIGNED_IN' ? null : step
  const { most, idle } = pendingStep ? { most: PENDING_LASTS, idle: PENDING_LASTS } : LASTS[audience]
  const ends = endsAt ?? new Date(now.getTime() + most)
  const { id } = await tx.session.create({
    data: {
      ...{ userId, audience, handoverId, onlyAccountId },
      factors: factors.map(({ factor, at }) => ({ factor, at: at.toISOString() })),
      createdAt: now,
      lastSeenAt: now,
      endsAt: ends,
      idleEndsAt: new Date(Math.min(ends.getTime(), now.getTime() + idle)),
    },
  })
  const data = { sessionId: id, audience, factors: factors.map(({ factor }) => factor) }
  await recordAudit(tx, { kind: 'PERSON', id: userId }, { action: 'session.started', subjectId: userId, data })
  return { id, endsAt: ends, pendingStep }
}

type Given = { userId: string; audience: Audience; given: readonly GivenFactor[] }

async function standingOf(tx: Tx, { userId, audience, given }: Given): Promise<SignInStep> {
  const hasSecond = audience === 'STAFF' && (await hasSecondFactor(tx, userId))
  return nextStep({ audience, given: given.map(({ factor }) => factor), isKnown: true, hasSecondFactor: hasSecond })
}

/** Returns whether someone has a passkey or an authenticator app. Recovery codes replace those, and don't count. */
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
  isVouched: boolean
  hasSecondFactor: boolean
  counted: CountedPoints[]
}

/**
 * Returns a session's person and what they may do, read whole from the database, so that ending, disabling and a change
 * of role are in effect at the next request. Null when it is not live, or has a pending step. Marks it as used, at most
 * once a minute.
 */
export async function readSession(sessionId: string): Promise<PersonActor | null> {
  const session = await readAnySession(sessionId)
  return session?.kind === 'PERSON' ? session : null
}

/** Returns the same, or a session with a pending step: that one permits nothing, and no use prolongs it. */
export async function readAnySession(sessionId: string): Promise<AnySession | null> {
  return (await readCountedSession(sessionId)).session
}

type AnySession = PersonActor | IncompleteSession

/**
 * Returns the INSERT that counts something of a live session, and returns what it counted. `from` has the session's one
 * row.
 */
type CountOf = (of: { sessionId: Prisma.Sql; userId: Prisma.Sql }, from: Prisma.Sql) => Prisma.Sql

const LIVE = { sessionId: Prisma.sql`live.id::text`, userId: Prisma.sql`live.user_id::text` }

/**
 * Reads a session, and in the same statement counts something of it. Nothing is counted of one that is not live. When
 * it was last used waits for no flush either.
 */
export async function readCountedSession(
  sessionId: string,
  countOf?: CountOf,
): Promise<{ session: AnySession | null; counted: CountedPoints[] }> {
  if (!isId(sessionId)) return { session: null, counted: [] }
  const count = countOf ? Prisma.sql`, counted AS (${countOf(LIVE, Prisma.sql`live,`)})` : Prisma.empty
  const counted = countOf ? Prisma.sql`to_jsonb(ARRAY(SELECT to_jsonb(counted) FROM counted))` : Prisma.sql`'[]'::jsonb`
  const [live] = await database().$queryRaw<LiveSession[]>`
    WITH live AS (
      SELECT s.id, s.user_id, s.audience, s.factors, s.only_account_id
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
    )${count}
    SELECT user_id::text AS "userId", audience::text, factors,
      ARRAY(SELECT g.role::text FROM role_grants g WHERE g.user_id = live.user_id) AS roles,
      ARRAY(SELECT m.account_id::text FROM memberships m
        WHERE m.user_id = live.user_id AND coalesce(m.account_id = live.only_account_id, true) ORDER BY 1) AS "accountIds",
      only_account_id IS NOT NULL AS "isVouched",
      EXISTS (SELECT FROM passkeys p WHERE p.user_id = live.user_id)
        OR EXISTS (SELECT FROM totp_secrets t WHERE t.user_id = live.user_id) AS "hasSecondFactor",
      ${counted} AS counted, ${WITHOUT_FLUSH}
    FROM live`
  if (!live) return { session: null, counted: [] }
  return { session: sessionOf(sessionId, live), counted: live.counted }
}

function sessionOf(sessionId: string, live: LiveSession): AnySession | null {
  const { userId, audience, accountIds, isVouched } = live
  const factors = Factors.parse(live.factors)
  const given = factors.map(({ factor }) => factor)
  const step = nextStep({ audience, given, isKnown: true, hasSecondFactor: live.hasSecondFactor })
  if (isPendingStep(step)) return { kind: 'INCOMPLETE', id: userId, sessionId, pendingStep: step }
  if (step !== 'SIGNED_IN') return null
  return {
    kind: 'PERSON',
    id: userId,
    sessionId,
    audience,
    accountIds,
    capabilities:
      audience === 'STAFF' ? capabilitiesOf(live.roles) : isVouched ? VOUCHED_CAPABILITIES : APPLICANT_CAPABILITIES,
    assurance: { factors },
  }
}
