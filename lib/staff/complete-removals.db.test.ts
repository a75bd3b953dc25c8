import { beforeEach, expect, test } from 'vitest'
import { DAY } from '@/lib/core/clock'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { endItsTime, waitingChangeOf } from '@/tests/factories/access-changes'
import { eventsAbout } from '@/tests/factories/audit'
import { anIncompleteSession, withTotp } from '@/tests/factories/factors'
import { templatesTo } from '@/tests/factories/mails'
import { aColleague } from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import { completeChangeIn, lapseChangeIn } from './access-changes/complete-change'
import { remindOfRemovals } from './access-changes/remind-of-removals'
import { listWaitingChanges } from './access-changes/waiting-changes'
import { blockStaff } from './block-staff'
import { changeRoles } from './change-roles'
import { completeRemovalOf, completeRemovals } from './complete-removals'
import { decideAccessChange } from './decide-access-change'
import { disableStaff } from './disable-staff'
import { resetFactors } from './reset-factors'

let first: Awaited<ReturnType<typeof aColleague>>
let second: Awaited<ReturnType<typeof aColleague>>

beforeEach(async () => {
  await database().accessChange.deleteMany({})
  await database().roleGrant.deleteMany({ where: { role: 'ADMIN' } })
  first = await aColleague({ roles: ['ADMIN'] })
  second = await aColleague({ roles: ['ADMIN'] })
})

const statusOf = async (id: string) => (await database().user.findUniqueOrThrow({ where: { id } })).status
const changeOf = (id: string) => database().accessChange.findUniqueOrThrow({ where: { id } })
const refuse = (id: string) => decideAccessChange(first.actor, { changeId: id, decision: 'REFUSE' })

/** The first one requests to disable the second, where nobody could consent. */
async function aRemoval() {
  expect(await disableStaff(first.actor, { userId: second.id })).toEqual({ waits: true })
  return waitingChangeOf(second.id)
}

test('without a third administrator a removal becomes final after 72 hours, and not before', async () => {
  const { id, becomesFinal, createdAt, expiresAt } = await aRemoval()
  expect([becomesFinal, expiresAt.getTime() - createdAt.getTime()]).toEqual([true, 3 * DAY])
  expect(await completeRemovals()).toBe(0)
  expect(await statusOf(second.id)).toBe('ACTIVE')
  await endItsTime(id)
  expect(await completeRemovals()).toBe(1)
  expect(await statusOf(second.id)).toBe('DISABLED')
  expect(await changeOf(id)).toMatchObject({ state: 'CONFIRMED', decidedById: null })
  expect(await eventsAbout(id, 'access_change.became_final')).toMatchObject([{ actorKind: 'SYSTEM' }])
  expect(await eventsAbout(second.id, 'staff.disabled')).toMatchObject([{ actorKind: 'SYSTEM', capabilities: [] }])
  expect(await completeRemovals()).toBe(0)
})

test('it is notified at the request, once a day, and at the end, to all and to the person', async () => {
  const { id } = await aRemoval()
  expect(await remindOfRemovals()).toBe(0)
  const now = await databaseTime()
  await database().accessChange.update({ where: { id }, data: { notifiedAt: new Date(now.getTime() - DAY) } })
  expect(await remindOfRemovals()).toBe(1)
  expect(await remindOfRemovals()).toBe(0)
  await endItsTime(id)
  await completeRemovals()
  const own = ['OWN_REMOVAL_WAITING', 'OWN_REMOVAL_WAITING', 'OWN_REMOVAL_DONE']
  const all = ['REMOVAL_BECOMES_FINAL', 'REMOVAL_BECOMES_FINAL']
  expect((await templatesTo(second.email)).sort()).toEqual([...all, ...own].sort())
  expect((await templatesTo(first.email)).sort()).toEqual([...all, 'REMOVAL_DONE'])
})

test.each([
  ['was withdrawn', async (id: string) => refuse(id)],
  ['a third administrator may consent to', async () => {}, () => aColleague({ roles: ['ADMIN'] })],
  [
    'was requested by one who is blocked now',
    async () => {
      const data = { status: 'BLOCKED', blockedAt: await databaseTime() } as const
      await database().user.update({ where: { id: first.id }, data })
    },
  ],
  ['is over', endItsTime],
])('nobody is reminded of one that %s', async (_, then, before: () => Promise<unknown> = async () => {}) => {
  await before()
  const { id } = await aRemoval()
  await then(id)
  const notifiedAt = new Date((await databaseTime()).getTime() - DAY)
  await database().accessChange.update({ where: { id }, data: { notifiedAt } })
  const mails = await templatesTo(second.email)
  expect(await remindOfRemovals()).toBe(0)
  expect(await templatesTo(second.email)).toEqual(mails)
  expect(await changeOf(id)).toMatchObject({ notifiedAt })
})

test.each([
  ['demotion', async () => changeRoles(first.actor, { userId: second.id, from: ['ADMIN'], roles: ['REVIEWER'] })],
  [
    'reset',
    async () => {
      await withTotp(await anIncompleteSession(second.id))
      return resetFactors(first.actor, { userId: second.id })
    },
  ],
])('so does a %s', async (_, request) => {
  await request()
  const { id } = await waitingChangeOf(second.id)
  await endItsTime(id)
  expect(await completeRemovals()).toBe(1)
  expect(await eventsAbout(id, 'access_change.became_final')).toHaveLength(1)
})

test.each([
  ['a role that takes two is granted with it', { userId: () => second.id, roles: ['AUDITOR'] as const }],
  [
    'it is a grant',
    { userId: async () => (await aColleague({ roles: ['ADMIN'] })).id, roles: ['ADMIN', 'AUDITOR'] as const },
  ],
])('nothing becomes final by itself where %s', async (_, { userId, roles }) => {
  const id = await userId()
  await changeRoles(first.actor, { userId: id, from: ['ADMIN'], roles })
  const change = await waitingChangeOf(id)
  expect(change.becomesFinal).toBe(false)
  await endItsTime(change.id)
  expect(await completeRemovals()).toBe(0)
  expect(await eventsAbout(change.id, 'access_change.lapsed')).toMatchObject([{ actorKind: 'SYSTEM' }])
  expect(await changeOf(change.id)).toMatchObject({ state: 'REFUSED', decidedById: null })
})

test.each([
  ['active', async () => {}],
  ['blocked', async (id: string) => blockStaff(first.actor, { userId: id, act: 'BLOCK' })],
])('with a third administrator, also where they are %s, it lapses instead', async (_, then) => {
  const third = await aColleague({ roles: ['ADMIN'] })
  await then(third.id)
  const { id, becomesFinal } = await aRemoval()
  expect(becomesFinal).toBe(false)
  await endItsTime(id)
  expect(await completeRemovals()).toBe(0)
  expect(await statusOf(second.id)).toBe('ACTIVE')
  expect(await templatesTo(second.email)).toContain('OWN_REMOVAL_DROPPED')
})

test('a third administrator who came meanwhile has to consent', async () => {
  const { id } = await aRemoval()
  const third = await aColleague({ roles: ['ADMIN'] })
  expect(await listWaitingChanges(third.actor)).toMatchObject([{ id, mayConsent: true }])
  await endItsTime(id)
  expect(await completeRemovals()).toBe(0)
  expect(await statusOf(second.id)).toBe('ACTIVE')
})

test.each([
  ['blocked', { status: 'BLOCKED', blockedAt: new Date() }],
  ['disabled', { status: 'DISABLED', disabledAt: new Date() }],
] as const)('it is worth no more than its requester: %s, they take nothing away', async (_, data) => {
  await withTotp(await anIncompleteSession(second.id))
  await resetFactors(first.actor, { userId: second.id })
  const { id } = await waitingChangeOf(second.id)
  await database().user.update({ where: { id: first.id }, data })
  await endItsTime(id)
  expect(await completeRemovalOf(second.email)).toBe(false)
  expect(await completeRemovals()).toBe(0)
  expect(await database().totpSecret.count({ where: { userId: second.id } })).toBe(1)
  expect(await changeOf(id)).toMatchObject({ state: 'REFUSED' })
})

test('nobody completes it before its time, also when it is named', async () => {
  const { id } = await aRemoval()
  expect(await transaction((tx) => completeChangeIn(tx, id))).toBeNull()
  await transaction((tx) => lapseChangeIn(tx, id))
  expect(await changeOf(id)).toMatchObject({ state: 'WAITING' })
})

test('blocking the other one does not stop it, and it disables the blocked', async () => {
  const { id } = await aRemoval()
  await blockStaff(first.actor, { userId: second.id, act: 'BLOCK' })
  await endItsTime(id)
  expect(await completeRemovals()).toBe(1)
  expect(await database().user.findUniqueOrThrow({ where: { id: second.id } })).toMatchObject({
    status: 'DISABLED',
    blockedAt: null,
  })
})

test('what can no longer be done lapses', async () => {
  await changeRoles(first.actor, { userId: second.id, from: ['ADMIN'], roles: ['REVIEWER'] })
  const { id } = await waitingChangeOf(second.id)
  await database().roleGrant.create({ data: { userId: second.id, role: 'LEAD' } })
  await endItsTime(id)
  expect(await completeRemovals()).toBe(0)
  expect(await changeOf(id)).toMatchObject({ state: 'REFUSED' })
})

test('where the worker is late, it can be withdrawn until it happens', async () => {
  const { id } = await aRemoval()
  await endItsTime(id)
  await refuse(id)
  expect(await completeRemovals()).toBe(0)
  expect(await statusOf(second.id)).toBe('ACTIVE')
})

test('the clock yields to a withdrawal that lands between its read and its write', async () => {
  const { id } = await aRemoval()
  await endItsTime(id)
  const completed = await interleaveWith(
    async (tx) =>
      tx.accessChange.update({
        where: { id },
        data: { state: 'REFUSED', decidedById: first.id, decidedAt: await databaseTime(tx) },
      }),
    () => completeRemovals(),
  )
  expect(completed).toBe(0)
  expect(await statusOf(second.id)).toBe('ACTIVE')
})

test('of the clock and a consent at once, one counts', async () => {
  const { id } = await aRemoval()
  const third = await aColleague({ roles: ['ADMIN'] })
  await endItsTime(id)
  const [consent] = await Promise.allSettled([
    decideAccessChange(third.actor, { changeId: id, decision: 'CONFIRM' }),
    completeRemovals(),
  ])
  const isConfirmed = consent.status === 'fulfilled'
  expect(await changeOf(id)).toMatchObject({ state: isConfirmed ? 'CONFIRMED' : 'REFUSED' })
  expect(await statusOf(second.id)).toBe(isConfirmed ? 'DISABLED' : 'ACTIVE')
})

test('the operator of the machine makes the removal that waits effective at once', async () => {
  expect(await completeRemovalOf(second.email)).toBe(false)
  const { id } = await aRemoval()
  expect(await completeRemovalOf(second.email)).toBe(true)
  expect(await statusOf(second.id)).toBe('DISABLED')
  expect(await eventsAbout(id, 'access_change.confirmed_on_machine')).toMatchObject([{ actorKind: 'SYSTEM' }])
  expect(await completeRemovalOf(second.email)).toBe(false)
})

test('on the machine nothing is granted', async () => {
  const { id, email } = await aColleague()
  await changeRoles(first.actor, { userId: id, from: ['REVIEWER'], roles: ['ADMIN'] })
  expect(await completeRemovalOf(email)).toBe(false)
  expect(await database().roleGrant.findMany({ where: { userId: id } })).toMatchObject([{ role: 'REVIEWER' }])
})
