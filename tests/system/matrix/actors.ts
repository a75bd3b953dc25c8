import { encode } from 'next-auth/jwt'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { endSession } from '@/lib/sign-in/sessions/end-sessions'
import { anIncompleteSession } from '@/tests/factories/factors'
import { aColleague, aMemberOf, aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { cookieFor } from '@/tests/setup/http'

/** Lists the actors who try each cell, in the order of its columns. */
export const ACTORS = [
  'anonymous',
  'owner', // the applicant of the account, who started everything
  'member', // another applicant of it
  'stranger', // the applicant of another one
  'holder', // the reviewer who holds the claim, or held it
  'reviewer', // a reviewer without the claim
  'own', // a reviewer who is a member of the account
  'lead',
  'auditor',
  'administrator',
] as const
export type ActorName = (typeof ACTORS)[number]

/** Sessions that are not open, or whose sign-in requires another step: in each cell, as anonymous. */
export const NOBODIES = ['disabled', 'ended', 'expired', 'idle', 'forged', 'owing'] as const
type NobodyName = (typeof NOBODIES)[number]

export type Applicant = PersonActor & { accountId: string; phone: string }
export type People = {
  owner: Applicant
  member: PersonActor
  holder: PersonActor
  administrator: PersonActor
  /** Returns the cookie header of a person; with `isFresh` of a new session, for acts that end it. */
  cookieOf(name: ActorName | NobodyName, isFresh?: boolean): Promise<string>
}

export async function makePeople(): Promise<People> {
  const owner = await aRegisteredApplicant()
  const [member, stranger, holder, reviewer, own, lead, auditor, administrator] = [
    await aMemberOf(owner.accountId),
    await aRegisteredApplicant(),
    await aColleague(),
    await aColleague(),
    await aColleague(),
    await aColleague({ roles: ['LEAD'] }),
    await aColleague({ roles: ['AUDITOR'] }),
    await aColleague({ roles: ['ADMIN'] }),
  ]
  await database().membership.create({ data: { userId: own.id, accountId: owner.accountId } })
  const all = { owner, member, stranger, holder, reviewer, own, lead, auditor, administrator }
  const nobodies = await makeNobodies(owner)

  await Promise.all(Object.values(all).map(({ actor }) => keepFresh(actor)))
  const sessions = new Map(Object.entries(all).map(([name, { actor }]) => [name, actor.sessionId]))

  async function cookieOf(name: ActorName | NobodyName, isFresh = false): Promise<string> {
    if (name === 'anonymous') return ''
    if (name === 'owing') return cookie(await anIncompleteSession(all.reviewer.id)) // some acts end it
    if (!(name in all)) return nobodies[name as Exclude<NobodyName, 'owing'>]
    const someone = all[name as keyof typeof all]
    if (isFresh) return cookie({ sessionId: await another(someone.id, name) })
    const held = sessions.get(name) ?? ''
    const sessionId = (await hasEnded(held)) ? await another(someone.id, name) : held // some acts give it a new token
    sessions.set(name, sessionId)
    return cookie({ sessionId })
  }
  return {
    owner: { ...owner.actor, accountId: owner.accountId, phone: owner.phone },
    member: member.actor,
    holder: holder.actor,
    administrator: { ...administrator.actor, assurance: FRESH_THROUGHOUT },
    cookieOf,
  }
}

const hasEnded = async (id: string) => (await database().session.findUniqueOrThrow({ where: { id } })).endedAt !== null

async function another(userId: string, name: string): Promise<string> {
  const session = await aSession(userId, APPLICANTS.has(name) ? 'APPLICANT' : 'STAFF')
  await keepFresh(session)
  return session.sessionId
}

const APPLICANTS: ReadonlySet<string> = new Set(['owner', 'member', 'stranger'])

/**
 * The table is long: acts that require a fresh factor, or code, are tested for that in `fresh-factor-acts.db.test.ts`.
 */
const FRESH_THROUGHOUT = { factors: [{ factor: 'TOTP' as const, at: new Date('9999-01-01T00:00:00Z') }] }

/** Creates an administrator by whom a test makes things for as long as it takes. */
export async function aClerk(): Promise<PersonActor> {
  const { actor } = await aColleague({ roles: ['ADMIN'] })
  await keepFresh(actor)
  return { ...actor, assurance: FRESH_THROUGHOUT }
}

/** Writes what disabling writes to the person's row. */
export const DISABLED = { status: 'DISABLED', disabledAt: new Date() } as const

/** Each could do everything if its session were open. */
async function makeNobodies({
  id,
  accountId,
}: {
  id: string
  accountId: string
}): Promise<Record<Exclude<NobodyName, 'owing'>, string>> {
  const almighty = await aColleague({ roles: ['REVIEWER', 'LEAD', 'AUDITOR', 'ADMIN'] })
  const disabled = await aColleague({ roles: ['REVIEWER', 'LEAD', 'AUDITOR', 'ADMIN'] })
  await database().membership.create({ data: { userId: disabled.id, accountId } })
  await database().user.update({ where: { id: disabled.id }, data: DISABLED }) // the session row stays

  const ended = await aSession(id, 'APPLICANT')
  await endSession(ended, 'SIGN_OUT')
  const [expired, idle] = [await aSession(id, 'APPLICANT'), await aSession(almighty.id, 'STAFF')]
  await database()
    .$executeRaw`UPDATE sessions SET ends_at = clock_timestamp() - interval '1 second' WHERE id = ${expired.sessionId}::uuid`
  await database()
    .$executeRaw`UPDATE sessions SET idle_ends_at = clock_timestamp() - interval '1 second' WHERE id = ${idle.sessionId}::uuid`

  const forged = await encode({ token: { sid: almighty.actor.sessionId }, secret: 'another', maxAge: 3600 })
  return {
    disabled: await cookie(disabled.actor),
    ended: await cookie(ended),
    expired: await cookie(expired),
    idle: await cookie(idle),
    forged: `zhunxin.session=${forged}`,
  }
}

async function cookie({ sessionId }: Pick<PersonActor, 'sessionId'>): Promise<string> {
  const { name, value } = await cookieFor(sessionId)
  return `${name}=${value}`
}

/** Writes the same in the row behind a cookie. */
async function keepFresh({ sessionId }: PersonActor): Promise<void> {
  await database().$executeRaw`
    UPDATE sessions SET factors = (
      SELECT jsonb_agg(given || jsonb_build_object('at', ${FRESH_THROUGHOUT.factors[0]?.at.toISOString()}::text))
      FROM jsonb_array_elements(factors) given)
    WHERE id = ${sessionId}::uuid`
}
