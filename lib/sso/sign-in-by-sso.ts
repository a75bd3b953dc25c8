import 'server-only'
import { gainedBy, TAKES_TWO } from '@/lib/accounts/access-changes/change'
import { isThereAnAdministrator, lockAdministrators } from '@/lib/accounts/administrators'
import { takeFactors } from '@/lib/accounts/factors/take-factors'
import { sealPersonField } from '@/lib/accounts/person-fields'
import { recordAudit } from '@/lib/audit/record'
import { type PersonActor, SYSTEM } from '@/lib/auth/actor'
import { capabilitiesOf } from '@/lib/auth/capabilities'
import { endSessionsIn, raiseSession, type StartedSession, startSession } from '@/lib/auth/sessions'
import { newId } from '@/lib/core/ids'
import { blindIndex } from '@/lib/crypto/blind-index'
import { createDataKey } from '@/lib/crypto/data-keys'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { releaseClaimsOf } from '@/lib/review/release-claims-of'
import type { Told } from './provider'
import { personTold, refusal, type SsoPerson, type SsoRules } from './told'

type Known = { id: string; ssoIndex: Uint8Array | null }

/**
 * Signs a colleague in whom the company's own sign-in knows. They are found by the provider's own name of them; the first
 * time, by their address, which it must have verified. Where claims give roles, they are what the claim says at each
 * sign-in, and who is nobody yet becomes someone.
 *
 * @param told as `hearProvider` gives it: nothing else may come here
 * @throws DomainError SSO_REFUSED
 */
export async function signInBySso(told: Told, rules: SsoRules): Promise<StartedSession> {
  const person = personTold(told, rules)
  const ssoIndex = await indexOf(told)
  const emailIndex = await blindIndex('email', person.email)
  return transaction(async (tx) => {
    const known = await findPerson(tx, { ssoIndex, emailIndex })
    const userId = known?.id ?? (await join(tx, person, emailIndex))
    await bind(tx, userId, known, ssoIndex)
    if (known && person.roles) await take(tx, userId, person.roles)
    const factors = [{ factor: 'SSO', at: told.at }] as const
    const session = await startSession(tx, { userId, audience: 'STAFF', factors })
    if (!session) throw refusal('DISABLED')
    return session
  })
}

/**
 * Someone who is signed in said at the provider once more who they are.
 *
 * @throws DomainError SSO_REFUSED when it is someone else there, UNAUTHENTICATED when the session is over
 */
export async function confirmBySso(actor: PersonActor, told: Told): Promise<StartedSession> {
  const ssoIndex = await indexOf(told)
  return transaction(async (tx) => {
    if ((await tx.user.count({ where: { id: actor.id, ssoIndex } })) !== 1) throw refusal('OTHER_PERSON')
    return raiseSession(tx, actor, 'SSO')
  })
}

const indexOf = ({ issuer, subject }: Told) => blindIndex('sso', JSON.stringify([issuer, subject]))

type Indexes = { ssoIndex: Uint8Array<ArrayBuffer>; emailIndex: Uint8Array<ArrayBuffer> }

/** An address is given to someone else when its owner leaves; the provider's own name of a person is not. */
async function findPerson(tx: Tx, { ssoIndex, emailIndex }: Indexes): Promise<Known | null> {
  const select = { id: true, ssoIndex: true } as const
  const bound = await tx.user.findUnique({ where: { ssoIndex }, select })
  if (bound) return bound
  const byAddress = await tx.user.findUnique({ where: { emailIndex }, select })
  if (byAddress?.ssoIndex) throw refusal('OTHER_PERSON')
  return byAddress
}

/** Of two who come as the same person at once, the second finds the first's mark. */
async function bind(tx: Tx, userId: string, known: Known | null, ssoIndex: Indexes['ssoIndex']): Promise<void> {
  if (known?.ssoIndex) return
  const { count } = await tx.user.updateMany({ where: { id: userId, ssoIndex: null }, data: { ssoIndex } })
  if (count !== 1) throw refusal('OTHER_PERSON')
  if (known) await recordAudit(tx, SYSTEM, { action: 'staff.linked_sso', subjectId: userId, data: {} })
}

/** Only where claims give roles: else whoever is not among the staff was asked in by nobody. */
async function join(tx: Tx, { email, name, roles }: SsoPerson, emailIndex: Indexes['emailIndex']): Promise<string> {
  if (!roles) throw refusal('UNKNOWN')
  const id = newId()
  const { id: dataKeyId, key } = await createDataKey(tx)
  const nameSealed = sealPersonField(key, id, 'name_sealed', name)
  const emailSealed = sealPersonField(key, id, 'email_sealed', email)
  const data = [{ id, dataKeyId, nameSealed, emailSealed, emailIndex }]
  const { count } = await tx.user.createMany({ data, skipDuplicates: true })
  if (count !== 1) throw refusal('OTHER_PERSON') // came at the same instant: the next try finds them
  await tx.roleGrant.createMany({ data: roles.map((role) => ({ userId: id, role })) })
  await recordAudit(tx, SYSTEM, { action: 'staff.joined_by_sso', subjectId: id, data: { roles } })
  return id
}

/**
 * Makes someone's roles those that the claim gives; from who reviews no more, what they hold returns to the queue. The last
 * administrator stays one, or nobody could let anyone in again. With a new role that takes two, single sign-on is the only way
 * in: whoever set up the others may be the one administrator who made this person, and then nobody consented.
 */
async function take(tx: Tx, userId: string, given: readonly StaffRole[]): Promise<void> {
  await lockAdministrators(tx)
  await tx.$queryRaw`SELECT FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`
  const from = (await tx.roleGrant.findMany({ where: { userId } })).map(({ role }) => role).sort()
  const isLast = from.includes('ADMIN') && !(await isThereAnAdministrator(tx, { besides: userId }))
  const roles = [...new Set([...given, ...(isLast ? (['ADMIN'] as const) : [])])].sort()
  if (from.join() === roles.join()) return
  await tx.roleGrant.deleteMany({ where: { userId } })
  await tx.roleGrant.createMany({ data: roles.map((role) => ({ userId, role })) })
  const data = { from, to: roles }
  await recordAudit(tx, SYSTEM, { action: 'staff.roles_changed', subjectId: userId, data })
  if (gainedBy(from, roles).some((role) => TAKES_TWO.includes(role))) await takeOtherWays(tx, userId)
  if (!capabilitiesOf(roles).includes('review.decide')) await releaseClaimsOf(tx, userId, 'ROLE_TAKEN')
}

/** Password, second factors, links that would set them, and the sessions that they began. */
async function takeOtherWays(tx: Tx, userId: string): Promise<void> {
  const where = { id: userId, passwordHash: { not: null } }
  const { count: passwords } = await tx.user.updateMany({ where, data: { passwordHash: null } })
  if (passwords > 0) await recordAudit(tx, SYSTEM, { action: 'password.removed', subjectId: userId, data: {} })
  const count = await takeFactors(tx, userId)
  if (count > 0) await recordAudit(tx, SYSTEM, { action: 'staff.factors_reset', subjectId: userId, data: { count } })
  const expiresAt = await databaseTime(tx)
  await tx.accessLink.updateMany({ where: { userId, usedAt: null, expiresAt: { gt: expiresAt } }, data: { expiresAt } })
  await endSessionsIn(tx, SYSTEM, { userId }, 'FACTORS_RESET')
}
