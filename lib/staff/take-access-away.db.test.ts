import { beforeEach, describe, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { env } from '@/lib/core/env'
import { database, databaseTime, transaction } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { readSession } from '@/lib/sign-in/sessions/sessions'
import { waitingChangeOf } from '@/tests/factories/access-changes'
import { eventsAbout } from '@/tests/factories/audit'
import { anIncompleteSession, withTotp } from '@/tests/factories/factors'
import { templatesTo } from '@/tests/factories/mails'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, aSession } from '@/tests/factories/people'
import { aClaimedQualification, unclaimed } from '@/tests/factories/review'
import { interleaveWith } from '@/tests/setup/interleave'
import { dropRemovalsOf } from './access-changes/drop-removals'
import { listWaitingChanges } from './access-changes/waiting-changes'
import { blockStaff } from './block-staff'
import { changeRoles } from './change-roles'
import { decideAccessChange } from './decide-access-change'
import { disableStaff } from './disable-staff'
import { enablePerson } from './enable-person'
import { inviteStaff } from './invitations/invite-staff'
import { resetFactors } from './reset-factors'

let first: PersonActor
let second: PersonActor
let secondEmail: string

beforeEach(async () => {
  await database().roleGrant.deleteMany({ where: { role: 'ADMIN' } })
  first = (await aColleague({ roles: ['ADMIN'] })).actor
  const other = await aColleague({ roles: ['ADMIN'] })
  second = other.actor
  secondEmail = other.email
})

const anotherAdministrator = async () => (await aColleague({ roles: ['ADMIN'] })).actor
const rolesOf = async (userId: string) =>
  (await database().roleGrant.findMany({ where: { userId } })).map(({ role }) => role).sort()
const statusOf = async (id: string) => (await database().user.findUniqueOrThrow({ where: { id } })).status
const demote = (actor: PersonActor, userId: string, from: StaffRole[] = ['ADMIN']) =>
  changeRoles(actor, { userId, from, roles: ['REVIEWER'] })
const disable = (actor: PersonActor, userId: string) => disableStaff(actor, { userId })
const reset = (actor: PersonActor, userId: string) => resetFactors(actor, { userId })
const confirm = (actor: PersonActor, changeId: string) => decideAccessChange(actor, { changeId, decision: 'CONFIRM' })
const refuse = (actor: PersonActor, changeId: string) => decideAccessChange(actor, { changeId, decision: 'REFUSE' })

/** Someone with a role that takes two, and an authenticator app. */
async function aSensitiveColleague(role: 'ADMIN' | 'AUDITOR') {
  const { id, email } = await aColleague({ roles: [role] })
  await withTotp(await anIncompleteSession(id))
  return { id, email, actor: await aSession(id, 'STAFF') }
}

describe('one administrator does not get round the second one', () => {
  test.each([
    ['demoting', demote],
    ['disabling', disable],
  ])('by %s them, and then granting alone', async (_, remove) => {
    const accomplice = (await aColleague()).id
    expect(await remove(first, second.id)).toEqual({ waits: true })
    expect([await rolesOf(second.id), await statusOf(second.id)]).toEqual([['ADMIN'], 'ACTIVE'])
    expect(await readSession(second.sessionId)).not.toBeNull()
    const grant = { userId: accomplice, from: ['REVIEWER'], roles: ['ADMIN'] } as const
    expect(await changeRoles(first, grant)).toEqual({ waits: true })
    expect(await rolesOf(accomplice)).toEqual(['REVIEWER'])
  })

  test('by blocking them, who still count', async () => {
    await blockStaff(first, { userId: second.id, act: 'BLOCK' })
    const { id } = await aColleague()
    expect(await changeRoles(first, { userId: id, from: ['REVIEWER'], roles: ['AUDITOR'] })).toEqual({ waits: true })
    expect((await inviteStaff(first, { roles: ['ADMIN'] })).waits).toBe(true)
    expect(await disable(first, second.id)).toEqual({ waits: true })
  })

  test('by enabling an administrator again who was disabled', async () => {
    const { id } = await aColleague({ roles: ['ADMIN'] })
    await disable(first, id)
    await confirm(second, (await waitingChangeOf(id)).id)
    expect(await enablePerson(first, { userId: id })).toEqual({ waits: true })
    expect(await statusOf(id)).toBe('DISABLED')
    await confirm(second, (await waitingChangeOf(id)).id)
    expect(await statusOf(id)).toBe('ACTIVE')
    expect(await eventsAbout(id, 'staff.enabled')).toMatchObject([{ actorId: second.id }])
  })
})

const ROLES_CHANGED = 'staff.roles_changed'
const DISABLED = 'staff.disabled'
const FACTORS_RESET = 'staff.factors_reset'

test.each([
  ['demoting', 'ADMIN', demote, ROLES_CHANGED],
  ['demoting', 'AUDITOR', (actor: PersonActor, id: string) => demote(actor, id, ['AUDITOR']), ROLES_CHANGED],
  ['disabling', 'ADMIN', disable, DISABLED],
  ['disabling', 'AUDITOR', disable, DISABLED],
  ['resetting the factors of', 'ADMIN', reset, FACTORS_RESET],
  ['resetting the factors of', 'AUDITOR', reset, FACTORS_RESET],
] as const)('%s an %s takes another administrator’s consent', async (_, role, act, event) => {
  const { id, email, actor } = await aSensitiveColleague(role)
  expect(await act(first, id)).toEqual({ waits: true })
  expect(await readSession(actor.sessionId)).not.toBeNull()
  expect(await templatesTo(email)).toContain('OWN_REMOVAL_WAITING')
  expect(await templatesTo(secondEmail)).toContain('REMOVAL_WAITING')
  const change = await waitingChangeOf(id)
  expect(change).toMatchObject({ becomesFinal: false })
  expect(await eventsAbout(change.id, 'access_change.requested')).toMatchObject([
    { actorId: first.id, capabilities: ['people.manage'], data: { kind: change.kind, userId: id } },
  ])
  expect(await eventsAbout(id, event)).toEqual([])

  await expect(confirm(first, change.id)).rejects.toMatchObject({ code: 'FORBIDDEN', subjectId: change.id })
  await confirm(second, change.id)
  expect(await eventsAbout(id, event)).toMatchObject([{ actorId: second.id, capabilities: ['people.manage'] }])
  expect(await templatesTo(email)).toContain('OWN_REMOVAL_DONE')
  expect(await templatesTo(secondEmail)).toContain('REMOVAL_DONE')
  expect((await readSession(actor.sessionId))?.capabilities ?? []).not.toContain('audit.read')
})

describe('a swap of Administrator for Auditor', () => {
  const swap = (userId: string) => changeRoles(first, { userId, from: ['ADMIN'], roles: ['AUDITOR'] })

  test('is notified as a removal is, and is never completed by time', async () => {
    const { id, email } = await aSensitiveColleague('ADMIN')
    expect(await swap(id)).toEqual({ waits: true })
    const change = await waitingChangeOf(id)
    expect(change).toMatchObject({ kind: 'GRANT_ROLES', becomesFinal: false })
    expect(await templatesTo(email)).toContain('OWN_REMOVAL_WAITING')
    expect(await templatesTo(secondEmail)).toContain('REMOVAL_WAITING')
    await confirm(second, change.id)
    expect(await rolesOf(id)).toEqual(['AUDITOR'])
    expect(await templatesTo(email)).toContain('OWN_REMOVAL_DONE')
    expect(await templatesTo(secondEmail)).toContain('REMOVAL_DONE')
  })

  test('is not dismissed by the person, and ends on the server', async () => {
    const { id, email, actor } = await aSensitiveColleague('ADMIN')
    await swap(id)
    const change = await waitingChangeOf(id)
    expect(await listWaitingChanges(actor)).toMatchObject([{ id: change.id, mayDismiss: false }])
    await expect(refuse(actor, change.id)).rejects.toMatchObject({ code: 'FORBIDDEN', subjectId: change.id })
    await transaction((tx) => dropRemovalsOf(tx, id))
    expect(await database().accessChange.findUniqueOrThrow({ where: { id: change.id } })).toMatchObject({
      state: 'REFUSED',
    })
    expect(await templatesTo(email)).toContain('OWN_REMOVAL_DROPPED')
  })

  test('is notified when one acts alone, too', async () => {
    const { id, email } = await aSensitiveColleague('ADMIN')
    const before = env().SECOND_ADMINISTRATOR
    Object.assign(env(), { SECOND_ADMINISTRATOR: '0' })
    try {
      expect(await swap(id)).toEqual({ waits: false })
    } finally {
      Object.assign(env(), { SECOND_ADMINISTRATOR: before })
    }
    expect(await templatesTo(email)).toContain('OWN_REMOVAL_DONE')
    expect(await templatesTo(secondEmail)).toContain('REMOVAL_DONE')
  })
})

test('who is blocked and has lost the role meanwhile is unblocked as any other', async () => {
  const { id } = await aSensitiveColleague('AUDITOR')
  await blockStaff(first, { userId: id, act: 'BLOCK' })
  await demote(first, id, ['AUDITOR'])
  await confirm(second, (await waitingChangeOf(id)).id)
  expect([await rolesOf(id), await statusOf(id)]).toEqual([['REVIEWER'], 'BLOCKED'])
  await blockStaff(first, { userId: id, act: 'UNBLOCK' })
  expect(await statusOf(id)).toBe('ACTIVE')
})

test('people with other roles are changed, disabled and reset at once, by one', async () => {
  const { id } = await aColleague({ roles: ['LEAD'] })
  await withTotp(await anIncompleteSession(id))
  expect(await reset(first, id)).toEqual({ waits: false })
  expect(await demote(first, id, ['LEAD'])).toEqual({ waits: false })
  expect(await disable(first, id)).toEqual({ waits: false })
  expect(await enablePerson(first, { userId: id })).toEqual({ waits: false })
})

test('where there is one administrator, nobody is waited for, and the person is notified', async () => {
  await database().roleGrant.deleteMany({ where: { userId: second.id } })
  const { id, email } = await aSensitiveColleague('AUDITOR')
  expect(await disable(first, id)).toEqual({ waits: false })
  expect(await templatesTo(email)).toContain('OWN_REMOVAL_DONE')
})

test('switched off, one acts alone, and all are notified still', async () => {
  const { id, email } = await aSensitiveColleague('ADMIN')
  const before = env().SECOND_ADMINISTRATOR
  Object.assign(env(), { SECOND_ADMINISTRATOR: '0' })
  try {
    expect(await disable(first, id)).toEqual({ waits: false })
  } finally {
    Object.assign(env(), { SECOND_ADMINISTRATOR: before })
  }
  expect(await templatesTo(email)).toContain('OWN_REMOVAL_DONE')
  expect(await templatesTo(secondEmail)).toContain('REMOVAL_DONE')
})

test('nothing waits that could not be done', async () => {
  const { id } = await aColleague({ roles: ['AUDITOR'] })
  await expect(reset(first, id)).rejects.toMatchObject({ code: 'INVALID_STATE', subjectId: id })
  await expect(enablePerson(first, { userId: id })).rejects.toMatchObject({ code: 'INVALID_STATE' })
  await database().user.update({ where: { id }, data: { status: 'DISABLED', disabledAt: await databaseTime() } })
  await expect(disable(first, id)).rejects.toMatchObject({ code: 'INVALID_STATE' })
  expect(await database().accessChange.count({ where: { userId: id } })).toBe(0)
})

test('nobody dismisses their own removal; a reset they may, by giving the factor that they still have', async () => {
  const third = await anotherAdministrator()
  await disable(first, second.id)
  const removal = await waitingChangeOf(second.id)
  for (const act of [confirm, refuse]) {
    await expect(act(second, removal.id)).rejects.toMatchObject({ code: 'FORBIDDEN', subjectId: removal.id })
  }
  expect(await listWaitingChanges(second)).toMatchObject([{ isForSelf: true, mayConsent: false, mayDismiss: false }])
  await refuse(third, removal.id)
  expect(await eventsAbout(removal.id, 'access_change.refused')).toMatchObject([{ actorId: third.id }])
  expect(await templatesTo(secondEmail)).toContain('OWN_REMOVAL_DROPPED')

  await withTotp(await anIncompleteSession(second.id))
  await reset(first, second.id)
  const waiting = await waitingChangeOf(second.id)
  expect(await listWaitingChanges(second)).toMatchObject([{ mayConsent: false, mayDismiss: true }])
  await refuse(second, waiting.id)
  expect(await database().totpSecret.count({ where: { userId: second.id } })).toBe(1)
})

test('the requester withdraws it', async () => {
  await disable(first, second.id)
  const { id } = await waitingChangeOf(second.id)
  await refuse(first, id)
  expect(await database().accessChange.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: 'REFUSED',
    decidedById: first.id,
  })
})

test('of consent and withdrawal at once, one counts', async () => {
  const third = await anotherAdministrator()
  await disable(first, second.id)
  const { id } = await waitingChangeOf(second.id)
  expect(await outcomesOf([confirm(third, id), refuse(first, id)])).toEqual(['INVALID_STATE', 'OK'])
})

test('consent yields to a withdrawal that lands between its read and its write', async () => {
  const third = await anotherAdministrator()
  await disable(first, second.id)
  const { id } = await waitingChangeOf(second.id)
  const attempt = interleaveWith(
    async (tx) =>
      tx.accessChange.update({
        where: { id },
        data: { state: 'REFUSED', decidedById: first.id, decidedAt: await databaseTime(tx) },
      }),
    () => confirm(third, id),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'INVALID_STATE' })
  expect(await statusOf(second.id)).toBe('ACTIVE')
})

test('what was withdrawn meanwhile is not closed again on the machine', async () => {
  await disable(first, second.id)
  const { id } = await waitingChangeOf(second.id)
  await interleaveWith(
    async (tx) =>
      tx.accessChange.update({
        where: { id },
        data: { state: 'REFUSED', decidedById: first.id, decidedAt: await databaseTime(tx) },
      }),
    () => transaction((tx) => dropRemovalsOf(tx, second.id)),
  )
  expect(await eventsAbout(id, 'access_change.refused')).toEqual([])
  expect(await templatesTo(secondEmail)).not.toContain('OWN_REMOVAL_DROPPED')
})

test('what a blocked administrator requested waits for nobody, and bars nothing', async () => {
  const third = await anotherAdministrator()
  await disable(first, second.id)
  const { id } = await waitingChangeOf(second.id)
  await blockStaff(third, { userId: first.id, act: 'BLOCK' })
  await expect(confirm(third, id)).rejects.toMatchObject({ code: 'INVALID_STATE' })
  expect(await listWaitingChanges(third)).toEqual([])
  expect(await demote(third, second.id)).toEqual({ waits: true })
  expect(await eventsAbout(id, 'access_change.lapsed')).toMatchObject([{ actorKind: 'SYSTEM' }])
})

test('an administrator comes back with the roles that both saw', async () => {
  const { id } = await aColleague({ roles: ['ADMIN'] })
  await database().user.update({ where: { id }, data: { status: 'DISABLED', disabledAt: await databaseTime() } })
  await enablePerson(first, { userId: id })
  await database().roleGrant.create({ data: { userId: id, role: 'AUDITOR' } })
  const { id: changeId } = await waitingChangeOf(id)
  await expect(confirm(second, changeId)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await statusOf(id)).toBe('DISABLED')
})

test('from the disabled, what they hold returns when it is consented to', async () => {
  const { id, actor } = await aColleague({ roles: ['AUDITOR', 'REVIEWER'] })
  const { qualification } = await aClaimedQualification({ reviewer: actor })
  const held = () => database().qualification.findUniqueOrThrow({ where: { id: qualification.id } })
  await disable(first, id)
  expect(await held()).toMatchObject({ status: 'IN_REVIEW', reviewerId: id })
  await confirm(second, (await waitingChangeOf(id)).id)
  expect(await held()).toMatchObject({ status: 'SUBMITTED', ...unclaimed })
})
