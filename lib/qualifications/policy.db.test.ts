import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { aDraft } from '@/tests/factories/qualifications'
import { anApplicant, aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { isVisibleTo, visibleTo } from './policy'
import { readDraft } from './read-draft'
import { saveFields } from './save-fields'

test('a row that was read already is as visible as the database says', async () => {
  const { applicant, qualification } = await aSubmittedQualification()
  const draft = await aDraft()
  const withdrawn = await aSubmittedQualification()
  await database().qualification.update({ where: { id: withdrawn.qualification.id }, data: { status: 'WITHDRAWN' } })
  const actors = [
    applicant,
    draft.applicant,
    await anApplicant(),
    await someStaff(),
    await someStaff({ roles: ['AUDITOR', 'ADMIN'] }),
    await someStaff({ roles: [] }),
    await someStaff({ accountIds: [applicant.accountId] }),
    { ...(await someStaff()), capabilities: [] },
  ]
  for (const id of [qualification.id, draft.id, withdrawn.qualification.id]) {
    const row = await database().qualification.findUniqueOrThrow({ where: { id } })
    for (const actor of actors) {
      const count = await database().qualification.count({ where: { AND: [{ id }, visibleTo(actor)] } })
      expect(isVisibleTo(actor, row)).toBe(count === 1)
    }
  }
})

test('whoever was removed since their request began sees and writes nothing more', async () => {
  const { id: qualificationId, applicant } = await aDraft()
  const answers = { 'use.audience': '新顾客' }
  const save = () => saveFields(applicant, { qualificationId, task: 'use', seen: '', answers })
  await database().membership.deleteMany({ where: { accountId: applicant.accountId, userId: applicant.id } })
  expect(await readDraft(applicant, qualificationId)).toBeNull()
  await expect(save()).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
