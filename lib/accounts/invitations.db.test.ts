import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { database, databaseTime } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { aColleague, anAdministrator } from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import { inviteStaff } from './invite-staff'
import { listInvitations } from './queries'
import { revokeInvitation } from './revoke-invitation'

test('only administrators invite; the link is shown once and stored nowhere', async () => {
  const administrator = await anAdministrator()
  const { actor: lead } = await aColleague({ roles: ['LEAD', 'AUDITOR'] })
  await expect(inviteStaff(lead, { roles: ['ADMIN'] })).rejects.toMatchObject({ code: 'FORBIDDEN' })

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

test('an invitation is revoked once, by administrators', async () => {
  const administrator = await anAdministrator()
  const { actor: reviewer } = await aColleague()
  const { id: invitationId } = await inviteStaff(administrator, { roles: ['REVIEWER'] })
  await expect(revokeInvitation(reviewer, { invitationId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect((await listInvitations(administrator)).map(({ id }) => id)).toContain(invitationId)

  await revokeInvitation(administrator, { invitationId })
  await expect(revokeInvitation(administrator, { invitationId })).rejects.toMatchObject({ code: 'INVALID_STATE' })
  await expect(revokeInvitation(administrator, { invitationId: randomUUID() })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  expect(await eventsAbout(invitationId, 'staff.invitation_revoked')).toMatchObject([{ actorId: administrator.id }])
  expect((await listInvitations(administrator)).map(({ id }) => id)).not.toContain(invitationId)
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
