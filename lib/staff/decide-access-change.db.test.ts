import { beforeEach, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { newId } from '@/lib/core/ids'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { readSession } from '@/lib/sign-in/sessions/sessions'
import { aWaitingChange } from '@/tests/factories/access-changes'
import { withFactorGiven } from '@/tests/factories/assurance'
import { eventsAbout } from '@/tests/factories/audit'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, anAddress, anEmail, PASSWORD } from '@/tests/factories/people'
import { aClaimedQualification, unclaimed } from '@/tests/factories/review'
import { interleaveWith } from '@/tests/setup/interleave'
import { requestChangeIn } from './access-changes/request-change'
import { listWaitingChanges } from './access-changes/waiting-changes'
import { changeRoles } from './change-roles'
import { decideAccessChange } from './decide-access-change'
import { acceptInvitation } from './invitations/accept-invitation'
import { inviteStaff } from './invitations/invite-staff'

let first: PersonActor
let second: PersonActor

beforeEach(async () => {
  await database().roleGrant.deleteMany({ where: { role: 'ADMIN' } })
  first = (await aColleague({ roles: ['ADMIN'] })).actor
  second = (await aColleague({ roles: ['ADMIN'] })).actor
})

const rolesOf = async (userId: string) =>
  (await database().roleGrant.findMany({ where: { userId } })).map(({ role }) => role).sort()
const grantOf = (id: string) => database().accessChange.findUniqueOrThrow({ where: { id } })
const confirm = (actor: PersonActor, changeId: string) => decideAccessChange(actor, { changeId, decision: 'CONFIRM' })
const refuse = (actor: PersonActor, changeId: string) => decideAccessChange(actor, { changeId, decision: 'REFUSE' })
const tokenOf = (url: string) => url.split('/').at(-1) ?? ''
const accept = (url: string) =>
  acceptInvitation({ token: tokenOf(url), name: '李雷', email: anEmail(), password: PASSWORD, address: anAddress() })
const waitingFor = (userId: string) => database().accessChange.count({ where: { userId, state: 'WAITING' } })

test.each([['ADMIN'], ['AUDITOR']] as const)('%s is given when a second administrator agrees', async (role) => {
  const { id, actor } = await aColleague()
  const roles = ['REVIEWER', role] as const
  expect(await changeRoles(first, { userId: id, from: ['REVIEWER'], roles })).toEqual({ waits: true })
  expect(await rolesOf(id)).toEqual(['REVIEWER'])
  const [grant] = await listWaitingChanges(second)
  expect(grant).toMatchObject({ userId: id, gained: [role], isOwn: false, isInvitation: false })
  expect(await listWaitingChanges(actor)).toEqual([]) // nobody else knows of it

  await confirm(second, grant?.id ?? '')
  expect(await rolesOf(id)).toEqual([...roles].sort())
  expect((await readSession(actor.sessionId))?.capabilities).toContain('audit.read')
  const about = { userId: id, invitationId: null }
  expect(await eventsAbout(grant?.id ?? '', 'access_change.requested')).toMatchObject([
    { actorId: first.id, capabilities: ['people.manage'], data: { ...about, from: ['REVIEWER'], to: [...roles] } },
  ])
  expect(await eventsAbout(grant?.id ?? '', 'access_change.confirmed')).toMatchObject([
    { actorId: second.id, data: about },
  ])
  expect(await eventsAbout(id, 'staff.roles_changed')).toMatchObject([{ actorId: second.id }])
  expect(await listWaitingChanges(second)).toEqual([])
})

test('other roles take nobody else', async () => {
  const { id } = await aColleague()
  expect(await changeRoles(first, { userId: id, from: ['REVIEWER'], roles: ['LEAD'] })).toEqual({ waits: false })
  const { id: auditor } = await aColleague({ roles: ['AUDITOR', 'LEAD'] })
  const less = { userId: auditor, from: ['AUDITOR', 'LEAD'], roles: ['AUDITOR'] } as const
  expect(await changeRoles(first, less)).toEqual({ waits: false })
})

test('asking for them is refused as giving them is', async () => {
  const { id } = await aColleague()
  const asked = { userId: id, from: ['REVIEWER'], roles: ['AUDITOR', 'REVIEWER'] } as const
  const { actor: lead } = await aColleague({ roles: ['LEAD'] })
  const managesAlone = { ...first, capabilities: ['people.manage'] } as const
  const refusals = [
    [first, { userId: first.id, from: ['ADMIN'], roles: ['ADMIN', 'AUDITOR'] }, 'FORBIDDEN'],
    [lead, asked, 'NOT_FOUND'],
    [first, { ...asked, userId: newId() }, 'NOT_FOUND'],
    [first, { ...asked, from: ['LEAD'] }, 'CONFLICT'],
    [managesAlone, asked, 'FORBIDDEN'],
  ] as const
  for (const [actor, change, code] of refusals) {
    await expect(changeRoles(actor, change)).rejects.toMatchObject({ code })
    expect(await waitingFor(change.userId)).toBe(0)
  }
})

test('a request takes a fresh factor, whichever verb makes it', async () => {
  const { id: userId } = await aColleague()
  const stale = await withFactorGiven(first, 16)
  const requested = { kind: 'GRANT_ROLES', userId, invitationId: null, from: ['REVIEWER'], to: ['AUDITOR'] } as const
  const attempt = transaction((tx) => requestChangeIn(tx, stale, requested))
  await expect(attempt).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED', subjectId: userId })
  expect(await waitingFor(userId)).toBe(0)
})

test('where there is one administrator, none is waited for', async () => {
  await database().roleGrant.deleteMany({ where: { userId: second.id } })
  const { id } = await aColleague()
  expect(await changeRoles(first, { userId: id, from: ['REVIEWER'], roles: ['ADMIN'] })).toEqual({ waits: false })
  expect(await rolesOf(id)).toEqual(['ADMIN'])
})

test('neither the person who requested a change nor the person whom it concerns can approve it; they may withdraw it', async () => {
  const { id, actor: lead } = await aColleague({ roles: ['LEAD'] })
  const changeId = await aWaitingChange({ by: first })
  await expect(confirm(first, changeId)).rejects.toMatchObject({ code: 'FORBIDDEN', subjectId: changeId })
  await expect(confirm(lead, changeId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(refuse(lead, changeId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(confirm(second, newId())).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await rolesOf(id)).toEqual(['LEAD'])

  const forSecond = { userId: second.id, from: ['ADMIN'], roles: ['ADMIN', 'AUDITOR'] } as const
  await aColleague({ roles: ['ADMIN'] })
  await changeRoles(first, forSecond)
  const { id: own } = await database().accessChange.findFirstOrThrow({ where: { userId: second.id } })
  await expect(confirm(second, own)).rejects.toMatchObject({ code: 'FORBIDDEN' })

  await refuse(first, changeId)
  expect(await grantOf(changeId)).toMatchObject({ state: 'REFUSED', decidedById: first.id })
})

test('a refused change gives nothing, and can be requested again', async () => {
  const { id } = await aColleague()
  const asked = { userId: id, from: ['REVIEWER'], roles: ['AUDITOR', 'REVIEWER'] } as const
  await changeRoles(first, asked)
  await expect(changeRoles(second, asked)).rejects.toMatchObject({ code: 'GRANT_WAITS' })
  const { id: changeId } = await database().accessChange.findFirstOrThrow({ where: { userId: id } })
  await refuse(second, changeId)
  expect(await eventsAbout(changeId, 'access_change.refused')).toMatchObject([
    { actorId: second.id, data: { userId: id, invitationId: null } },
  ])
  for (const act of [confirm, refuse]) {
    await expect(act(second, changeId)).rejects.toMatchObject({ code: 'INVALID_STATE' })
  }
  expect(await rolesOf(id)).toEqual(['REVIEWER'])
  await changeRoles(first, asked)
  expect(await waitingFor(id)).toBe(1)
})

test('what nobody answered in time lapses, and bars nothing', async () => {
  const { id } = await aColleague()
  const changeId = await aWaitingChange({ by: first, userId: id })
  await database().accessChange.update({ where: { id: changeId }, data: { expiresAt: await databaseTime() } })
  expect(await listWaitingChanges(second)).toEqual([])
  for (const act of [confirm, refuse]) {
    await expect(act(second, changeId)).rejects.toMatchObject({ code: 'INVALID_STATE' })
  }
  await changeRoles(first, { userId: id, from: ['REVIEWER'], roles: ['AUDITOR', 'REVIEWER'] })
  expect(await waitingFor(id)).toBe(1)
})

test('roles that were changed since are a conflict', async () => {
  const { id } = await aColleague()
  const changeId = await aWaitingChange({ by: first, userId: id })
  await changeRoles(first, { userId: id, from: ['REVIEWER'], roles: ['LEAD'] })
  await expect(confirm(second, changeId)).rejects.toMatchObject({ code: 'CONFLICT' })
  expect(await grantOf(changeId)).toMatchObject({ state: 'WAITING' })
  expect(await rolesOf(id)).toEqual(['LEAD'])
})

test('it is worth no more than who asked: shut out, they give nothing', async () => {
  const changeId = await aWaitingChange({ by: first })
  await database().roleGrant.deleteMany({ where: { userId: first.id } })
  await expect(confirm(second, changeId)).rejects.toMatchObject({ code: 'INVALID_STATE' })
})

test('of two who decide at once, one does', async () => {
  const changeId = await aWaitingChange({ by: first })
  const third = (await aColleague({ roles: ['ADMIN'] })).actor
  const outcomes = await outcomesOf([confirm(second, changeId), refuse(third, changeId)])
  expect(outcomes).toEqual(['INVALID_STATE', 'OK'])
})

test('yields to who takes it back between its read and its write', async () => {
  const changeId = await aWaitingChange({ by: first })
  const attempt = interleaveWith(
    async (tx) =>
      tx.accessChange.update({
        where: { id: changeId },
        data: { state: 'REFUSED', decidedById: first.id, decidedAt: await databaseTime(tx) },
      }),
    () => confirm(second, changeId),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'INVALID_STATE' })
})

test('from who reviews no more, what they hold returns when it is agreed to', async () => {
  const { id, actor } = await aColleague()
  const { qualification } = await aClaimedQualification({ reviewer: actor })
  await changeRoles(first, { userId: id, from: ['REVIEWER'], roles: ['AUDITOR'] })
  const { id: changeId } = await database().accessChange.findFirstOrThrow({ where: { userId: id } })
  await confirm(second, changeId)
  expect(await rolesOf(id)).toEqual(['AUDITOR'])
  const state = await database().qualification.findUniqueOrThrow({ where: { id: qualification.id } })
  expect(state).toMatchObject({ status: 'SUBMITTED', ...unclaimed })
})

test('an invitation with such roles opens when a second administrator agreed, from then for its time', async () => {
  const { id, url, waits } = await inviteStaff(first, { roles: ['AUDITOR'] })
  expect(waits).toBe(true)
  await expect(accept(url)).rejects.toMatchObject({ code: 'LINK_INVALID' })
  const [grant] = await listWaitingChanges(second)
  expect(grant).toMatchObject({ userId: null, isInvitation: true, gained: ['AUDITOR'] })
  await confirm(second, grant?.id ?? '')
  const { userId } = await accept(url)
  expect(await rolesOf(userId)).toEqual(['AUDITOR'])
  expect(await eventsAbout(grant?.id ?? '', 'access_change.confirmed')).toMatchObject([{ data: { invitationId: id } }])
})

test('nobody agrees to what they lack', async () => {
  await inviteStaff(first, { roles: ['AUDITOR'] })
  const [grant] = await listWaitingChanges(second)
  const managesAlone = { ...second, capabilities: ['people.manage'] } as const
  await expect(confirm(managesAlone, grant?.id ?? '')).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(await grantOf(grant?.id ?? '')).toMatchObject({ state: 'WAITING' })
})

test('an approved change stays approved, when more is requested after its time', async () => {
  const { id } = await aColleague()
  const changeId = await aWaitingChange({ by: first, userId: id })
  await confirm(second, changeId)
  await database().accessChange.update({ where: { id: changeId }, data: { expiresAt: await databaseTime() } })
  const more = { userId: id, from: ['AUDITOR', 'REVIEWER'], roles: ['ADMIN', 'AUDITOR', 'REVIEWER'] } as const
  await changeRoles(first, more)
  expect(await grantOf(changeId)).toMatchObject({ state: 'CONFIRMED', decidedById: second.id })
})

test('one that is refused ends', async () => {
  const { id, url } = await inviteStaff(first, { roles: ['ADMIN'] })
  const [grant] = await listWaitingChanges(second)
  await refuse(second, grant?.id ?? '')
  await expect(accept(url)).rejects.toMatchObject({ code: 'LINK_INVALID' })
  expect(await database().invitation.findUniqueOrThrow({ where: { id } })).toMatchObject({
    revokedAt: expect.any(Date),
  })
})

test('other administrators are notified by e-mail; the link is mailed when it can be used, and is another one', async () => {
  const mails = () => database().outboxMessage.groupBy({ by: ['template'], _count: true })
  const countOf = async (template: string) => (await mails()).find((row) => row.template === template)?._count ?? 0
  const [asked, mailed] = [await countOf('ROLE_GRANT_WAITING'), await countOf('STAFF_INVITED')]
  const { url } = await inviteStaff(first, { roles: ['AUDITOR'], email: anEmail() })
  expect(await countOf('ROLE_GRANT_WAITING')).toBe(asked + 1)
  expect(await countOf('STAFF_INVITED')).toBe(mailed)
  const [grant] = await listWaitingChanges(second)
  await confirm(second, grant?.id ?? '')
  expect(await countOf('STAFF_INVITED')).toBe(mailed + 1)
  await expect(accept(url)).rejects.toMatchObject({ code: 'LINK_INVALID' })
})
