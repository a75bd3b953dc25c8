import { expect, test } from 'vitest'
import { eventsAbout } from '@/tests/factories/audit'
import { aDraft, aReadyDraft, aRegisteredApplicant } from '@/tests/factories/qualifications'
import { aClaimedQualification, someStaff } from '@/tests/factories/review'
import { issueLetter } from './issue-letter'

const issuesOf = async (id: string) => (await eventsAbout(id)).filter(({ action }) => action === 'letter.issued')

test('fills the parties in, and is issued once a revision however often it is opened', async () => {
  const { applicant, id } = await aReadyDraft()
  const letters = await Promise.all(Array.from({ length: 4 }, () => issueLetter(applicant, id, '某平台')))
  expect(JSON.stringify(letters[0])).toMatch(/王小明.*11010519491231002X.*小明书屋/)
  expect(await issuesOf(id)).toMatchObject([{ data: { revision: 1, letterVersion: letters[0]?.version } }])
})

test('refused while what stands on it is not there, later, and to others', async () => {
  const { applicant, id } = await aDraft()
  await expect(issueLetter(applicant, id, '')).rejects.toMatchObject({ code: 'INCOMPLETE' })
  for (const stranger of [await aRegisteredApplicant(), await someStaff()]) {
    await expect(issueLetter(stranger, id, '')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
  const claimed = await aClaimedQualification()
  await expect(issueLetter(claimed.applicant, claimed.qualification.id, '')).rejects.toMatchObject({
    code: 'INVALID_STATE',
  })
  await expect(issueLetter(claimed.reviewer, claimed.qualification.id, '')).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(await issuesOf(id)).toEqual([])
})
