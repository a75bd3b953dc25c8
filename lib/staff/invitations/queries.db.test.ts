import { expect, test } from 'vitest'
import { aColleague, anAdministrator, aRegisteredApplicant } from '@/tests/factories/people'
import { inviteStaff } from './invite-staff'
import { listInvitations, listStaff, readPerson } from './queries'

test('administrators read their colleagues, and nobody else does', async () => {
  const administrator = await anAdministrator()
  const { id, email, actor } = await aColleague({ roles: ['REVIEWER', 'LEAD'], name: '韩梅梅' })
  const { id: applicant } = await aRegisteredApplicant()
  const person = { id, email, name: '韩梅梅', status: 'ACTIVE', roles: ['LEAD', 'REVIEWER'], isSelf: false }

  expect(await readPerson(administrator, id)).toMatchObject(person)
  const staff = await listStaff(administrator)
  expect(staff).toContainEqual(expect.objectContaining(person))
  expect(staff.filter(({ isSelf }) => isSelf).map((colleague) => colleague.id)).toEqual([administrator.id])
  expect(staff.map((colleague) => colleague.id)).not.toContain(applicant)
  expect(await readPerson(administrator, applicant)).toBeNull()

  await inviteStaff(administrator, { roles: ['REVIEWER'] })
  expect(await listInvitations(administrator)).toHaveLength(1)
  expect(await listStaff(actor)).toEqual([])
  expect(await listInvitations(actor)).toEqual([])
  expect(await readPerson(actor, id)).toBeNull()
})
