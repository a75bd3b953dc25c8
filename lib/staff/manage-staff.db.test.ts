import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { lockAdministrators } from '@/lib/accounts/administrators'
import type { PersonActor } from '@/lib/actor/actor'
import { database, databaseTime, transaction } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { readSession } from '@/lib/sign-in/sessions/sessions'
import { withFactorGiven } from '@/tests/factories/assurance'
import { eventsAbout } from '@/tests/factories/audit'
import { aColleague, anAdministrator, aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import { changeAccessIn } from './access-changes/change-access'
import { enablePerson } from './enable-person'

const disable = (actor: PersonActor, userId: string) =>
  transaction((tx) => changeAccessIn(tx, actor, { kind: 'DISABLE', userId }))
const enable = (actor: PersonActor, userId: string) => enablePerson(actor, { userId })
const setRoles = (
  actor: PersonActor,
  userId: string,
  from: StaffRole[] = ['REVIEWER'],
  roles: StaffRole[] = ['LEAD'],
) => transaction((tx) => changeAccessIn(tx, actor, { kind: 'ROLES', userId, from, roles }))
const rolesOf = async (userId: string) =>
  (await database().roleGrant.findMany({ where: { userId } })).map(({ role }) => role).sort()

/** Removes everyone else's administrator role, so that these are the only ones. */
async function onlyAdministrators(count: number) {
  await database().roleGrant.deleteMany({ where: { role: 'ADMIN' } })
  return Promise.all(Array.from({ length: count }, () => aColleague({ roles: ['ADMIN'] })))
}

test.each([
  ['disable', disable],
  ['enable', enable],
  ['change the roles of', setRoles],
] as const)('to %s someone takes an administrator, a colleague, and never oneself', async (_, act) => {
  const administrator = await anAdministrator()
  const { id } = await aColleague()
  const { id: applicant } = await aRegisteredApplicant()
  const { actor: reviewer } = await aColleague({ roles: ['REVIEWER', 'LEAD', 'AUDITOR'] })
  const refusals = [
    [reviewer, id, 'NOT_FOUND'],
    [administrator, applicant, 'NOT_FOUND'],
    [administrator, randomUUID(), 'NOT_FOUND'],
    [administrator, administrator.id, 'FORBIDDEN'],
  ] as const
  for (const [actor, userId, code] of refusals) await expect(act(actor, userId)).rejects.toMatchObject({ code })
  expect(await eventsAbout(id, 'staff.disabled')).toEqual([])
  expect(await rolesOf(id)).toEqual(['REVIEWER'])
})

test('disabling ends every session at once; enabling brings none back', async () => {
  const administrator = await anAdministrator()
  const { id, actor } = await aColleague()
  const other = await aSession(id, 'STAFF')
  await disable(administrator, id)
  await expect(disable(administrator, id)).rejects.toMatchObject({ code: 'INVALID_STATE', subjectId: id })
  expect(await readSession(actor.sessionId)).toBeNull()

  await enable(administrator, id)
  await expect(enable(administrator, id)).rejects.toMatchObject({ code: 'INVALID_STATE', subjectId: id })
  expect(await readSession(actor.sessionId)).toBeNull()
  expect(await readSession(other.sessionId)).toBeNull()
  expect((await aSession(id, 'STAFF')).capabilities).toContain('review.decide')

  const by = { actorId: administrator.id, capabilities: ['people.manage'] }
  expect(await eventsAbout(id, 'staff.disabled')).toMatchObject([by])
  expect(await eventsAbout(id, 'staff.enabled')).toMatchObject([by])
  expect(await eventsAbout(id, 'session.ended')).toMatchObject([
    { actorId: administrator.id, data: { because: 'DISABLED' } },
    { data: { because: 'DISABLED' } },
  ])
})

test('other roles are in effect at the next request', async () => {
  const administrator = await anAdministrator()
  const { id, actor } = await aColleague({ roles: ['REVIEWER'] })
  await setRoles(administrator, id, ['REVIEWER'], ['LEAD', 'REVIEWER'])
  expect(await rolesOf(id)).toEqual(['LEAD', 'REVIEWER'])
  expect((await readSession(actor.sessionId))?.capabilities).toContain('review.lead')
  expect(await eventsAbout(id, 'staff.roles_changed')).toMatchObject([
    {
      actorId: administrator.id,
      capabilities: ['people.manage'],
      data: { from: ['REVIEWER'], to: ['LEAD', 'REVIEWER'] },
    },
  ])
})

test('roles that were changed since they were seen are a conflict; the same ones are no event', async () => {
  const administrator = await anAdministrator()
  const { id } = await aColleague({ roles: ['REVIEWER'] })
  await expect(setRoles(administrator, id, ['LEAD'], ['AUDITOR'])).rejects.toMatchObject({ code: 'CONFLICT' })
  await setRoles(administrator, id, ['REVIEWER'], ['REVIEWER'])
  expect(await eventsAbout(id, 'staff.roles_changed')).toEqual([])
})

test('to change roles takes a fresh factor, and all that is given with them', async () => {
  const administrator = await anAdministrator()
  const { id } = await aColleague()
  const stale = await withFactorGiven(administrator, 16)
  await expect(setRoles(stale, id)).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED', subjectId: id })
  const managesAlone = { ...administrator, capabilities: ['people.manage'] } as const
  const given = setRoles(managesAlone, id, ['REVIEWER'], ['AUDITOR'])
  await expect(given).rejects.toMatchObject({ code: 'FORBIDDEN', subjectId: id })
  expect(await rolesOf(id)).toEqual(['REVIEWER'])
})

test('yields to another change of the same roles that lands between its read and its write', async () => {
  const administrator = await anAdministrator()
  const { id } = await aColleague({ roles: ['REVIEWER'] })
  const attempt = interleaveWith(
    async (tx) => {
      await tx.user.update({ where: { id }, data: { locale: 'en' } })
      await tx.roleGrant.create({ data: { userId: id, role: 'AUDITOR' } })
    },
    () => setRoles(administrator, id),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await rolesOf(id)).toEqual(['AUDITOR', 'REVIEWER'])
})

test('yields to someone else disabling the same person', async () => {
  const administrator = await anAdministrator()
  const { id } = await aColleague()
  const attempt = interleaveWith(
    async (tx) => tx.user.update({ where: { id }, data: { status: 'DISABLED', disabledAt: await databaseTime(tx) } }),
    () => disable(administrator, id),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'INVALID_STATE' })
  expect(await eventsAbout(id, 'staff.disabled')).toEqual([])
})

test('yields to someone else enabling the same person', async () => {
  const administrator = await anAdministrator()
  const { id } = await aColleague()
  await disable(administrator, id)
  const attempt = interleaveWith(
    (tx) => tx.user.update({ where: { id }, data: { status: 'ACTIVE', disabledAt: null } }),
    () => enable(administrator, id),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'INVALID_STATE' })
})

test.each([
  ['disabling', (actor: PersonActor, userId: string) => disable(actor, userId)],
  ['taking the role from', (actor: PersonActor, userId: string) => setRoles(actor, userId, ['ADMIN'], ['REVIEWER'])],
] as const)('%s another administrator fails for one who lost the role in between', async (_, act) => {
  const [first, second] = await onlyAdministrators(2)
  if (!first || !second) throw new Error('Two were made')
  const attempt = interleaveWith(
    async (tx) => {
      await lockAdministrators(tx)
      await tx.roleGrant.deleteMany({ where: { userId: first.id } })
    },
    () => act(first.actor, second.id),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'FORBIDDEN', subjectId: second.id })
  expect(await rolesOf(second.id)).toEqual(['ADMIN'])
  expect(await database().accessChange.count({ where: { userId: second.id } })).toBe(0)
  expect(await readSession(second.actor.sessionId)).not.toBeNull()
})

test.each([
  ['disabling', 'made at once', (actor: PersonActor, userId: string) => disable(actor, userId), 0],
  ['disabling', 'requested', (actor: PersonActor, userId: string) => disable(actor, userId), 1],
  ['demoting', 'made at once', (actor: PersonActor, userId: string) => setRoles(actor, userId, ['ADMIN']), 0],
  ['demoting', 'requested', (actor: PersonActor, userId: string) => setRoles(actor, userId, ['ADMIN']), 1],
] as const)(
  '%s the last administrator is not %s, when that was another one a moment ago',
  async (_, __, act, blocked) => {
    const [first, last, ...others] = await onlyAdministrators(2 + blocked)
    if (!first || !last) throw new Error('Two were made')
    for (const { id } of others) {
      await database().user.update({ where: { id }, data: { status: 'BLOCKED', blockedAt: await databaseTime() } })
    }
    const attempt = interleaveWith(
      async (tx) => {
        await tx.user.update({ where: { id: last.id }, data: { locale: 'en' } })
        await tx.roleGrant.deleteMany({ where: { userId: first.id } }) // without the lock of administrators, as by hand
      },
      () => act(first.actor, last.id),
    )
    await expect(attempt).rejects.toMatchObject({ code: 'LAST_ADMINISTRATOR', subjectId: last.id })
    expect(await rolesOf(last.id)).toEqual(['ADMIN'])
    expect(await readSession(last.actor.sessionId)).not.toBeNull()
    expect(await database().accessChange.count({ where: { userId: last.id } })).toBe(0)
  },
)
