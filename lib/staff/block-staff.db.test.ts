import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { database, databaseTime } from '@/lib/db/client'
import { mailAccessLink } from '@/lib/sign-in/mail-access-link'
import { readAnySession } from '@/lib/sign-in/sessions/sessions'
import { signInStaff } from '@/lib/sign-in/sign-in-staff'
import { waitingChangeOf } from '@/tests/factories/access-changes'
import { withFactorGiven } from '@/tests/factories/assurance'
import { eventsAbout } from '@/tests/factories/audit'
import { anIncompleteSession } from '@/tests/factories/factors'
import { templatesTo } from '@/tests/factories/mails'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, anAddress, aRegisteredApplicant, PASSWORD } from '@/tests/factories/people'
import { aClaimedQualification, unclaimed } from '@/tests/factories/review'
import { interleaveWith } from '@/tests/setup/interleave'
import { blockStaff } from './block-staff'
import { decideAccessChange } from './decide-access-change'
import { disableStaff } from './disable-staff'
import { issueAdministratorLink } from './issue-administrator-link'

let first: Awaited<ReturnType<typeof aColleague>>
let second: Awaited<ReturnType<typeof aColleague>>

beforeEach(async () => {
  await database().roleGrant.deleteMany({ where: { role: 'ADMIN' } })
  first = await aColleague({ roles: ['ADMIN'] })
  second = await aColleague({ roles: ['ADMIN'] })
})

const block = (actor: PersonActor, userId: string) => blockStaff(actor, { userId, act: 'BLOCK' })
const unblock = (actor: PersonActor, userId: string) => blockStaff(actor, { userId, act: 'UNBLOCK' })
const statusOf = async (id: string) => (await database().user.findUniqueOrThrow({ where: { id } })).status

test('one administrator blocks another at once, who is out everywhere, and unblocks them', async () => {
  const half = await anIncompleteSession(second.id)
  await block(first.actor, second.id)
  expect(await readAnySession(second.actor.sessionId)).toBeNull()
  expect(await readAnySession(half.sessionId)).toBeNull()
  const signIn = () => signInStaff({ email: second.email, password: PASSWORD, address: anAddress(), device: null })
  await expect(signIn()).rejects.toMatchObject({ code: 'CREDENTIALS_WRONG' })
  await mailAccessLink({ email: second.email, address: anAddress(), device: null })
  expect(await templatesTo(second.email)).not.toContain('PASSWORD_LINK')
  const by = { actorId: first.id, capabilities: ['people.manage'] }
  expect(await eventsAbout(second.id, 'staff.blocked')).toMatchObject([by])
  expect(await eventsAbout(second.id, 'session.ended')).toContainEqual(
    expect.objectContaining({ data: { sessionId: second.actor.sessionId, because: 'BLOCKED' } }),
  )
  expect(await templatesTo(second.email)).toContain('OWN_ACCESS_BLOCKED')
  expect(await templatesTo(first.email)).toContain('COLLEAGUE_BLOCKED')

  await unblock(first.actor, second.id)
  expect(await readAnySession(second.actor.sessionId)).toBeNull() // what was ended stays so
  expect((await signIn()).userId).toBe(second.id)
  expect(await eventsAbout(second.id, 'staff.unblocked')).toMatchObject([by])
  expect(await templatesTo(first.email)).toContain('COLLEAGUE_UNBLOCKED')
})

test.each([
  ['block', block],
  ['unblock', unblock],
])('to %s takes an administrator with a fresh factor, a colleague, and never oneself', async (_, act) => {
  const { id: applicant } = await aRegisteredApplicant()
  const { actor: auditor } = await aColleague({ roles: ['AUDITOR', 'LEAD', 'REVIEWER'] })
  const refusals = [
    [auditor, second.id, 'NOT_FOUND'],
    [first.actor, applicant, 'NOT_FOUND'],
    [first.actor, randomUUID(), 'NOT_FOUND'],
    [first.actor, first.id, 'FORBIDDEN'],
    [await withFactorGiven(first.actor, 16), second.id, 'FRESH_FACTOR_NEEDED'],
  ] as const
  for (const [actor, userId, code] of refusals) await expect(act(actor, userId)).rejects.toMatchObject({ code })
  expect(await statusOf(second.id)).toBe('ACTIVE')
})

test('twice is once, and nobody is unblocked who is not blocked', async () => {
  await expect(unblock(first.actor, second.id)).rejects.toMatchObject({ code: 'INVALID_STATE', subjectId: second.id })
  await block(first.actor, second.id)
  await expect(block(first.actor, second.id)).rejects.toMatchObject({ code: 'INVALID_STATE', subjectId: second.id })
  expect(await eventsAbout(second.id, 'staff.blocked')).toHaveLength(1)
})

test('of two who block each other at once, one is left', async () => {
  const outcomes = await outcomesOf([block(first.actor, second.id), block(second.actor, first.id)])
  expect(outcomes).toEqual(['FORBIDDEN', 'OK'])
  expect([await statusOf(first.id), await statusOf(second.id)].sort()).toEqual(['ACTIVE', 'BLOCKED'])
})

test('who was blocked since their session was read decides, requests and unblocks nothing', async () => {
  const third = await aColleague({ roles: ['ADMIN'] })
  await disableStaff(first.actor, { userId: third.id })
  const { id: changeId } = await waitingChangeOf(third.id)
  await block(first.actor, second.id)
  const acts = [
    () => decideAccessChange(second.actor, { changeId, decision: 'CONFIRM' }),
    () => decideAccessChange(second.actor, { changeId, decision: 'REFUSE' }),
    () => disableStaff(second.actor, { userId: first.id }),
    () => block(second.actor, first.id),
    () => unblock(second.actor, second.id),
  ]
  for (const act of acts) await expect(act()).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('yields to a block that lands between its read and its write', async () => {
  const attempt = interleaveWith(
    async (tx) =>
      tx.user.update({ where: { id: second.id }, data: { status: 'BLOCKED', blockedAt: await databaseTime(tx) } }),
    () => block(first.actor, second.id),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'INVALID_STATE' })
  expect(await eventsAbout(second.id, 'staff.blocked')).toEqual([])
})

test('what the blocked hold returns to the queue', async () => {
  const { id, actor } = await aColleague({ roles: ['AUDITOR', 'REVIEWER'] })
  const { qualification } = await aClaimedQualification({ reviewer: actor })
  await block(first.actor, id)
  const state = await database().qualification.findUniqueOrThrow({ where: { id: qualification.id } })
  expect(state).toMatchObject({ status: 'SUBMITTED', ...unclaimed })
  expect(await eventsAbout(qualification.id, 'review.claim_lapsed')).toMatchObject([
    { data: { because: 'REVIEWER_BLOCKED' } },
  ])
})

test('on the machine a blocked administrator is let in again, and the removal that waited for them ends', async () => {
  await disableStaff(first.actor, { userId: second.id })
  const { id: changeId } = await waitingChangeOf(second.id)
  await block(first.actor, second.id)
  expect(await issueAdministratorLink(null)).toEqual({ url: null, because: 'SEVERAL' })
  expect((await issueAdministratorLink(second.email)).url).toMatch(/\/staff\/access\//)
  expect(await statusOf(second.id)).toBe('ACTIVE')
  expect(await eventsAbout(second.id, 'staff.unblocked')).toMatchObject([{ actorKind: 'SYSTEM' }])
  expect(await eventsAbout(changeId, 'access_change.refused')).toMatchObject([{ actorKind: 'SYSTEM' }])
  expect(await database().accessChange.findUniqueOrThrow({ where: { id: changeId } })).toMatchObject({
    state: 'REFUSED',
    decidedById: null,
  })
})
