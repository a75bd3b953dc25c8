import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { lockAdministrators } from '@/lib/accounts/administrators'
import { systemKey } from '@/lib/crypto/data-keys'
import { open } from '@/lib/crypto/fields'
import { database, databaseTime } from '@/lib/db/client'
import { outboxPlace } from '@/lib/notifications/outbox/outbox-seal'
import { withFactorGiven } from '@/tests/factories/assurance'
import { eventsAbout } from '@/tests/factories/audit'
import { aColleague, anAddress, anAdministrator, anEmail, aSession, PASSWORD } from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import { acceptInvitation } from './accept-invitation'
import { inviteStaff } from './invite-staff'
import { listInvitations } from './queries'
import { revokeInvitation } from './revoke-invitation'

// Roles that take a second administrator have tests of their own.
vi.hoisted(() => {
  process.env.SECOND_ADMINISTRATOR = '0'
})

test('only administrators invite; the link is shown once and stored nowhere', async () => {
  const administrator = await anAdministrator()
  const { actor: lead } = await aColleague({ roles: ['LEAD', 'AUDITOR'] })
  for (const roles of [['ADMIN'], ['REVIEWER'], []] as const) {
    await expect(inviteStaff(lead, { roles: [...roles] })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
  const managesAlone = { ...administrator, capabilities: ['people.manage'] } as const
  await expect(inviteStaff(managesAlone, { roles: ['ADMIN'] })).rejects.toMatchObject({ code: 'FORBIDDEN' })

  const { id, url, expiresAt } = await inviteStaff(administrator, { roles: ['REVIEWER'] })
  const row = await database().invitation.findUniqueOrThrow({ where: { id } })
  expect(expiresAt.getTime() - row.createdAt.getTime()).toBe(72 * 3_600_000)
  expect(JSON.stringify(row)).not.toContain(url.split('/').at(-1))
  expect(await eventsAbout(id)).toMatchObject([
    {
      actorId: administrator.id,
      action: 'staff.invited',
      capabilities: ['people.manage'],
      data: { roles: ['REVIEWER'] },
    },
  ])
  expect(JSON.stringify(await eventsAbout(id))).not.toContain(url.split('/').at(-1))
})

test('who became administrator after their session was read invites from their next request on', async () => {
  const { id, actor } = await aColleague({ roles: ['LEAD'] })
  await database().roleGrant.create({ data: { userId: id, role: 'ADMIN' } })
  await expect(inviteStaff(actor, { roles: ['REVIEWER'] })).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(await database().invitation.count({ where: { invitedById: id } })).toBe(0)
  expect(await inviteStaff(await aSession(id, 'STAFF'), { roles: ['REVIEWER'] })).toMatchObject({ waits: false })
})

test('inviting fails for one who lost the role in between', async () => {
  const administrator = await anAdministrator()
  const attempt = interleaveWith(
    async (tx) => {
      await lockAdministrators(tx)
      await tx.roleGrant.deleteMany({ where: { userId: administrator.id } })
    },
    () => inviteStaff(administrator, { roles: ['REVIEWER'] }),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(await database().invitation.count({ where: { invitedById: administrator.id } })).toBe(0)
})

test('an invitation is revoked once, by administrators', async () => {
  const administrator = await anAdministrator()
  const { actor: reviewer } = await aColleague()
  const { id: invitationId } = await inviteStaff(administrator, { roles: ['REVIEWER'] })
  await expect(revokeInvitation(reviewer, { invitationId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const stale = await withFactorGiven(administrator, 16)
  await expect(revokeInvitation(stale, { invitationId })).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED' })
  expect((await listInvitations(administrator)).map(({ id }) => id)).toContain(invitationId)

  await revokeInvitation(administrator, { invitationId })
  await expect(revokeInvitation(administrator, { invitationId })).rejects.toMatchObject({ code: 'INVALID_STATE' })
  await expect(revokeInvitation(administrator, { invitationId: randomUUID() })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  expect(await eventsAbout(invitationId, 'staff.invitation_revoked')).toMatchObject([{ actorId: administrator.id }])
  expect((await listInvitations(administrator)).map(({ id }) => id)).not.toContain(invitationId)

  const { id: old } = await inviteStaff(administrator, { roles: ['REVIEWER'] })
  await database().invitation.update({ where: { id: old }, data: { expiresAt: await databaseTime() } })
  const late = revokeInvitation(administrator, { invitationId: old })
  await expect(late).rejects.toMatchObject({ code: 'INVALID_STATE' })
})

test('revoking yields to the link being used in between', async () => {
  const administrator = await anAdministrator()
  const { id } = await inviteStaff(administrator, { roles: ['REVIEWER'] })
  const attempt = interleaveWith(
    async (tx) => tx.invitation.update({ where: { id }, data: { usedAt: await databaseTime(tx) } }),
    () => revokeInvitation(administrator, { invitationId: id }),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'INVALID_STATE' })
})

test('the link is mailed in the transaction, and the address is stored sealed until the invitation is closed', async () => {
  const administrator = await anAdministrator()
  const email = anEmail()
  const { id, url } = await inviteStaff(administrator, { roles: ['AUDITOR', 'REVIEWER'], email, locale: 'en' })
  const message = await database().outboxMessage.findFirstOrThrow({ orderBy: { createdAt: 'desc' } })
  expect(message).toMatchObject({ channel: 'EMAIL', template: 'STAFF_INVITED', locale: 'en' })
  const key = await systemKey('OUTBOX')
  expect(open(key, outboxPlace('to_sealed', message.id), message.toSealed)).toBe(email)
  const params = JSON.parse(open(key, outboxPlace('params_sealed', message.id), message.paramsSealed))
  expect(params).toEqual({ url, hours: 72 })

  const invitation = await database().invitation.findUniqueOrThrow({ where: { id } })
  expect(Buffer.from(invitation.emailSealed ?? []).toString('latin1')).not.toContain(email)
  expect(JSON.stringify(await eventsAbout(id))).not.toContain(email)
  const other = await anAdministrator()
  expect((await listInvitations(other)).find((open) => open.id === id)).toMatchObject({ email })

  await revokeInvitation(other, { invitationId: id })
  expect(await database().invitation.findUniqueOrThrow({ where: { id } })).toMatchObject({ emailSealed: null })
})

test('a person who joins by a mailed link is known by the address that they gave, and the other one is deleted', async () => {
  const { id, url } = await inviteStaff(await anAdministrator(), { roles: ['REVIEWER'], email: anEmail() })
  const given = { name: '李雷', email: anEmail(), password: PASSWORD, address: anAddress() }
  await acceptInvitation({ token: url.split('/').at(-1) ?? '', ...given })
  expect(await database().invitation.findUniqueOrThrow({ where: { id } })).toMatchObject({ emailSealed: null })
})
