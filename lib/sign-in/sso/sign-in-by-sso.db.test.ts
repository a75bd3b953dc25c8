import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { MINUTE } from '@/lib/core/clock'
import { database, databaseTime } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { eventsAbout } from '@/tests/factories/audit'
import { anIncompleteSession, withTotp } from '@/tests/factories/factors'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, anAddress, anEmail, PASSWORD } from '@/tests/factories/people'
import { aClaimedQualification } from '@/tests/factories/review'
import { interleaveWith } from '@/tests/setup/interleave'
import { readSession } from '../sessions/sessions'
import { signInStaff } from '../sign-in-staff'
import type { SsoIdentity } from './provider'
import { confirmBySso, signInBySso } from './sign-in-by-sso'
import type { SsoRules } from './sso-claims'

const BY_HAND: SsoRules = { domains: ['example.com'], roles: null }
const BY_CLAIM: SsoRules = {
  domains: ['example.com'],
  roles: {
    claim: 'groups',
    byValue: new Map<string, StaffRole>([
      ['review', 'REVIEWER'],
      ['lead', 'LEAD'],
      ['admin', 'ADMIN'],
    ]),
  },
}

const bySso = (identity: SsoIdentity, rules: SsoRules, device: string | null = null) =>
  signInBySso(identity, rules, device)

let subjects = 0
const identity = (claims: Record<string, unknown>, about: Partial<SsoIdentity> = {}): SsoIdentity => ({
  issuer: 'https://login.example.com',
  subject: `subject-${subjects++}`,
  claims: { email: anEmail(), email_verified: true, name: '沈微', groups: ['review'], ...claims },
  at: new Date(),
  ...about,
})
const rolesOf = async (userId: string) =>
  (await database().roleGrant.findMany({ where: { userId } })).map(({ role }) => role).sort()
async function waysOf(id: string) {
  const person = await database().user.findUniqueOrThrow({
    where: { id },
    include: { totpSecret: true, passkeys: true },
  })
  const factors = person.passkeys.length + (person.totpSecret ? 1 : 0)
  return { hasPassword: person.passwordHash !== null, factors }
}
const personOf = async (sessionId: string) =>
  (await database().session.findUniqueOrThrow({ where: { id: sessionId } })).userId

test('where roles are assigned by hand, a person who is not staff gets no access', async () => {
  const before = await database().user.count()
  await expect(bySso(identity({}), BY_HAND)).rejects.toMatchObject({ params: { because: 'UNKNOWN' } })
  expect(await database().user.count()).toBe(before)
})

test('where they are, a member of staff keeps their roles, no matter what the claim says', async () => {
  const { id, email } = await aColleague({ roles: ['AUDITOR'] })
  const { id: sessionId } = await bySso(identity({ email, groups: ['admin'] }), BY_HAND)
  expect(await readSession(sessionId)).toMatchObject({ id })
  expect(await rolesOf(id)).toEqual(['AUDITOR'])
})

test('a person known by address is known by the provider’s identifier from then on, no matter what the address is', async () => {
  const { id, email } = await aColleague()
  const first = identity({ email })
  await bySso(first, BY_HAND)
  const again = await bySso({ ...first, claims: { ...first.claims, email: anEmail() } }, BY_HAND)
  expect(await personOf(again.id)).toBe(id)
  expect(await eventsAbout(id, 'staff.linked_sso')).toHaveLength(1)
})

test('a person who is bound to an identifier meanwhile is bound to no other', async () => {
  const { id, email } = await aColleague()
  const ssoIndex = new Uint8Array(randomBytes(32))
  const attempt = interleaveWith(
    (tx) => tx.user.update({ where: { id }, data: { ssoIndex } }),
    () => bySso(identity({ email }), BY_HAND),
  )
  await expect(attempt).rejects.toMatchObject({ params: { because: 'OTHER_PERSON' } })
  expect(Buffer.from((await database().user.findUniqueOrThrow({ where: { id } })).ssoIndex ?? [])).toEqual(
    Buffer.from(ssoIndex),
  )
})

test('the same name at another provider is someone else', async () => {
  const { email } = await aColleague()
  const first = identity({ email })
  await bySso(first, BY_HAND)
  const elsewhere = bySso({ ...first, issuer: 'https://other.example.com' }, BY_HAND)
  await expect(elsewhere).rejects.toMatchObject({ params: { because: 'OTHER_PERSON' } })
})

test('the session counts from when they signed in there, not here', async () => {
  const at = new Date((await databaseTime()).getTime() - 20 * MINUTE)
  const { id: sessionId } = await bySso(identity({}, { at }), BY_CLAIM)
  const actor = await readSession(sessionId)
  expect(actor?.assurance.factors).toEqual([{ factor: 'SSO', at }])
})

describe('roles by a claim', () => {
  test('are those that it gives, and what a reviewer held returns to the queue', async () => {
    const { id, email, actor } = await aColleague()
    const { qualification } = await aClaimedQualification({ reviewer: actor })
    await bySso(identity({ email, groups: ['lead'] }), BY_CLAIM)
    expect(await rolesOf(id)).toEqual(['LEAD'])
    const held = () => database().qualification.findUniqueOrThrow({ where: { id: qualification.id } })
    expect((await held()).reviewerId).toBe(id) // a lead reviews, too
    const { id: other } = await aColleague({ roles: ['ADMIN', 'LEAD'] })
    await bySso(identity({ email, groups: ['admin'] }, { subject: `subject-${subjects - 1}` }), BY_CLAIM)
    expect(await held()).toMatchObject({ status: 'SUBMITTED', reviewerId: null })
    expect(await rolesOf(other)).toEqual(['ADMIN', 'LEAD'])
  })

  test('never remove the last administrator', async () => {
    await database().roleGrant.deleteMany({ where: { role: 'ADMIN' } })
    const { id, email } = await aColleague({ roles: ['ADMIN'] })
    await bySso(identity({ email, groups: ['review'] }), BY_CLAIM)
    expect(await rolesOf(id)).toEqual(['ADMIN', 'REVIEWER'])
  })

  test('with a new one that takes two remove every other way in: its password may be that of the inviting administrator', async () => {
    for (const isLinked of [false, true]) {
      const { id, email } = await aColleague({ roles: ['REVIEWER'] })
      const { actor } = await withTotp(await anIncompleteSession(id))
      const person = identity({ email })
      if (isLinked) await bySso(person, BY_CLAIM)
      expect(await waysOf(id)).toEqual({ hasPassword: true, factors: 1 })
      const { id: sessionId } = await bySso({ ...person, claims: { ...person.claims, groups: ['admin'] } }, BY_CLAIM)
      expect(await rolesOf(id)).toEqual(['ADMIN'])
      expect(await waysOf(id)).toEqual({ hasPassword: false, factors: 0 })
      expect(await readSession(actor.sessionId)).toBeNull()
      expect(await readSession(sessionId)).toMatchObject({ id })
      const byPassword = signInStaff({ email, password: PASSWORD, address: anAddress(), device: null })
      await expect(byPassword).rejects.toMatchObject({ code: 'CREDENTIALS_WRONG' })
      expect(await eventsAbout(id, 'password.removed')).toMatchObject([{ actorId: null }])
      expect(await eventsAbout(id, 'staff.factors_reset')).toMatchObject([{ data: { count: 1 } }])
    }
  })

  test('with a new one that takes two end the links by which they would set a password, and no other', async () => {
    const [{ id, email }, colleague] = [await aColleague({ roles: ['REVIEWER'] }), await aColleague()]
    const now = (await databaseTime()).getTime()
    const [past, future] = [new Date(now - 5 * MINUTE), new Date(now + 5 * MINUTE)]
    const link = async (userId: string, times: { expiresAt: Date; usedAt?: Date }) => {
      const data = { userId, kind: 'PASSWORD' as const, tokenHash: new Uint8Array(randomBytes(32)), ...times }
      return (await database().accessLink.create({ data })).id
    }
    const live = await link(id, { expiresAt: future })
    const others = [
      await link(id, { expiresAt: future, usedAt: past }),
      await link(id, { expiresAt: past }),
      await link(colleague.id, { expiresAt: future }),
    ]
    await bySso(identity({ email, groups: ['admin'] }), BY_CLAIM)
    const endOf = async (linkId: string) =>
      (await database().accessLink.findUniqueOrThrow({ where: { id: linkId } })).expiresAt
    expect((await endOf(live)).getTime()).toBeLessThanOrEqual((await databaseTime()).getTime())
    expect(await Promise.all(others.map(endOf))).toEqual([future, past, future])
  })

  test('that they had, or that take one, do not remove the other ways', async () => {
    for (const [role, group] of [
      ['ADMIN', 'admin'],
      ['REVIEWER', 'lead'],
    ] as const) {
      const { id, email } = await aColleague({ roles: [role] })
      const { actor } = await withTotp(await anIncompleteSession(id))
      await bySso(identity({ email, groups: [group] }), BY_CLAIM)
      expect(await waysOf(id)).toEqual({ hasPassword: true, factors: 1 })
      expect(await readSession(actor.sessionId)).not.toBeNull()
    }
  })

  test('give no access to a person without one, and change nothing until they come with one', async () => {
    const { id, email } = await aColleague({ roles: ['LEAD'] })
    const refused = bySso(identity({ email, groups: [] }), BY_CLAIM)
    await expect(refused).rejects.toMatchObject({ params: { because: 'NO_ROLE' } })
    expect(await rolesOf(id)).toEqual(['LEAD'])
  })
})

test('of two who come as one new person at once, there is one, and no half of another', async () => {
  const before = await database().user.count()
  const person = identity({})
  const outcomes = await outcomesOf(Array.from({ length: 4 }, () => bySso(person, BY_CLAIM)))
  expect(outcomes).toContain('OK')
  expect(outcomes.filter((code) => code !== 'OK' && code !== 'SSO_REFUSED')).toEqual([])
  expect(await database().user.count()).toBe(before + 1)
})

test('a person who signs in there again gets a new session; a different person does not', async () => {
  const { email } = await aColleague()
  const person = identity({ email })
  const { id: sessionId } = await bySso(person, BY_HAND)
  const actor = await readSession(sessionId)
  if (!actor) throw new Error('Not signed in')
  await expect(confirmBySso(actor, identity({ email }), null)).rejects.toMatchObject({
    params: { because: 'OTHER_PERSON' },
  })
  const raised = await confirmBySso(actor, person, null)
  expect(await readSession(sessionId)).toBeNull()
  expect(await readSession(raised.id)).toMatchObject({ id: actor.id })
})
