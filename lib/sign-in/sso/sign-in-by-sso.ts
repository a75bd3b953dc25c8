import 'server-only'
import { gainedBy, TWO_ADMINISTRATOR_ROLES } from '@/lib/accounts/access-change'
import { isThereAnAdministrator, lockAdministrators } from '@/lib/accounts/administrators'
import { sealPersonField } from '@/lib/accounts/person-fields'
import { type PersonActor, SYSTEM } from '@/lib/actor/actor'
import { capabilitiesOf } from '@/lib/actor/capabilities'
import { recordAudit } from '@/lib/audit/record'
import { newId } from '@/lib/core/ids'
import { blindIndex } from '@/lib/crypto/blind-index'
import { createDataKey } from '@/lib/crypto/data-keys'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { releaseClaimsOf } from '@/lib/review/claims/release-claims-of'
import { deleteFactors } from '../factors/delete-factors'
import { forgetDevices } from '../sessions/devices'
import { endSessionsIn } from '../sessions/end-sessions'
import { rememberStaffDevice, type SessionOnDevice } from '../sessions/session-on-device'
import { raiseSession, startSession } from '../sessions/sessions'
import type { SsoIdentity } from './provider'
import { personFromClaims, refusal, type SsoPerson, type SsoRules } from './sso-claims'

type Known = { id: string; ssoIndex: Uint8Array | null }

/**
 * Signs in a staff member whom the company's provider identified. They are found by the provider's identifier of them;
 * the first time by their e-mail address, which the provider must have verified. Where claims give roles, each sign-in
 * sets the roles that the claim lists, and a person who is not known yet is added.
 *
 * @param identity what `finishSsoSignIn` returned; never pass anything else
 * @throws DomainError SSO_REFUSED
 */
export async function signInBySso(
  identity: SsoIdentity,
  rules: SsoRules,
  device: string | null,
): Promise<SessionOnDevice> {
  const person = personFromClaims(identity, rules)
  const ssoIndex = await indexOf(identity)
  const emailIndex = await blindIndex('email', person.email)
  return transaction(async (tx) => {
    const known = await findPerson(tx, { ssoIndex, emailIndex })
    const userId = known?.id ?? (await join(tx, person, emailIndex))
    await bind(tx, userId, known, ssoIndex)
    if (known && person.roles) await take(tx, userId, person.roles)
    const factors = [{ factor: 'SSO', at: identity.at }] as const
    const session = await startSession(tx, { userId, audience: 'STAFF', factors })
    if (!session) throw refusal('DISABLED')
    return rememberStaffDevice(tx, session, { userId, device })
  })
}

/**
 * Confirms the identity of a person who is signed in, after they signed in at the provider again.
 *
 * @throws DomainError SSO_REFUSED when a different person signed in there, UNAUTHENTICATED when the session is over
 */
export async function confirmBySso(
  actor: PersonActor,
  identity: SsoIdentity,
  device: string | null,
): Promise<SessionOnDevice> {
  const ssoIndex = await indexOf(identity)
  return transaction(async (tx) => {
    if ((await tx.user.count({ where: { id: actor.id, ssoIndex } })) !== 1) throw refusal('OTHER_PERSON')
    return rememberStaffDevice(tx, await raiseSession(tx, actor, 'SSO'), { userId: actor.id, device })
  })
}

const indexOf = ({ issuer, subject }: SsoIdentity) => blindIndex('sso', JSON.stringify([issuer, subject]))

type Indexes = { ssoIndex: Uint8Array<ArrayBuffer>; emailIndex: Uint8Array<ArrayBuffer> }

/**
 * Finds a person by the provider's identifier first: an address may be given to another person when its owner leaves,
 * the identifier is not.
 */
async function findPerson(tx: Tx, { ssoIndex, emailIndex }: Indexes): Promise<Known | null> {
  const select = { id: true, ssoIndex: true } as const
  const bound = await tx.user.findUnique({ where: { ssoIndex }, select })
  if (bound) return bound
  const byAddress = await tx.user.findUnique({ where: { emailIndex }, select })
  if (byAddress?.ssoIndex) throw refusal('OTHER_PERSON')
  return byAddress
}

/**
 * Stores the provider's identifier with a person. When two sign in as the same person at once, the second finds the
 * identifier of the first.
 */
async function bind(tx: Tx, userId: string, known: Known | null, ssoIndex: Indexes['ssoIndex']): Promise<void> {
  if (known?.ssoIndex) return
  const { count } = await tx.user.updateMany({ where: { id: userId, ssoIndex: null }, data: { ssoIndex } })
  if (count !== 1) throw refusal('OTHER_PERSON')
  if (known) await recordAudit(tx, SYSTEM, { action: 'staff.linked_sso', subjectId: userId, data: {} })
}

/** Adds a person, only where claims give roles: elsewhere, a person who is not staff was invited by nobody. */
async function join(tx: Tx, { email, name, roles }: SsoPerson, emailIndex: Indexes['emailIndex']): Promise<string> {
  if (!roles) throw refusal('UNKNOWN')
  const id = newId()
  const { id: dataKeyId, key } = await createDataKey(tx)
  const nameSealed = sealPersonField(key, id, 'name_sealed', name)
  const emailSealed = sealPersonField(key, id, 'email_sealed', email)
  const data = [{ id, dataKeyId, nameSealed, emailSealed, emailIndex }]
  const { count } = await tx.user.createMany({ data, skipDuplicates: true })
  if (count !== 1) throw refusal('OTHER_PERSON') // another sign-in added them at the same instant: the next try finds them
  await tx.roleGrant.createMany({ data: roles.map((role) => ({ userId: id, role })) })
  await recordAudit(tx, SYSTEM, { action: 'staff.joined_by_sso', subjectId: id, data: { roles } })
  return id
}

/**
 * Sets a person's roles to those of the claim. When they no longer review, their claims return to the queue. The last
 * administrator stays one, or nobody could give access again. A new role that takes two administrators makes single
 * sign-on the only way in: the person's other factors may come from the one administrator who invited them, and then no
 * second administrator consented.
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
  if (gainedBy(from, roles).some((role) => TWO_ADMINISTRATOR_ROLES.includes(role))) await deleteOtherFactors(tx, userId)
  if (!capabilitiesOf(roles).includes('review.decide')) await releaseClaimsOf(tx, userId, 'ROLE_TAKEN')
}

/**
 * Removes password, second factors, links that would set them, and the sessions and known browsers that started with
 * them.
 */
async function deleteOtherFactors(tx: Tx, userId: string): Promise<void> {
  const where = { id: userId, passwordHash: { not: null } }
  const { count: passwords } = await tx.user.updateMany({ where, data: { passwordHash: null } })
  if (passwords > 0) await recordAudit(tx, SYSTEM, { action: 'password.removed', subjectId: userId, data: {} })
  const count = await deleteFactors(tx, userId)
  if (count > 0) await recordAudit(tx, SYSTEM, { action: 'staff.factors_reset', subjectId: userId, data: { count } })
  const expiresAt = await databaseTime(tx)
  await tx.accessLink.updateMany({ where: { userId, usedAt: null, expiresAt: { gt: expiresAt } }, data: { expiresAt } })
  await endSessionsIn(tx, SYSTEM, { userId }, 'FACTORS_RESET')
  await forgetDevices(tx, userId)
}
