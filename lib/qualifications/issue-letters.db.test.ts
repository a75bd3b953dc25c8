import { expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { eventsAbout } from '@/tests/factories/audit'
import { LEGAL_REP, ON_BEHALF, ORGANISATION } from '@/tests/factories/contents'
import { aDraft, aReadyDraft, aRegisteredApplicant } from '@/tests/factories/qualifications'
import { aClaimedQualification, someStaff } from '@/tests/factories/review'
import { createQualification } from './create-qualification'
import { issueLetters } from './issue-letters'
import { saveFields } from './save-fields'
import { saveSignatures } from './save-signatures'

const issuesOf = async (id: string) => (await eventsAbout(id)).filter(({ action }) => action === 'letter.issued')

test('fills the parties in, and is issued once a revision however often it is opened', async () => {
  const { applicant, id } = await aReadyDraft()
  const letters = await Promise.all(Array.from({ length: 4 }, () => issueLetters(applicant, id, '某平台')))
  expect(JSON.stringify(letters[0])).toMatch(/王小明.*11010519491231002X.*小明书屋/)
  expect(await issuesOf(id)).toMatchObject([{ data: { revision: 1, letterVersion: letters[0]?.[0]?.version } }])
})

test('refused while what stands on it is not there, later, and to others', async () => {
  const { applicant, id } = await aDraft()
  await expect(issueLetters(applicant, id, '')).rejects.toMatchObject({ code: 'INCOMPLETE' })
  for (const stranger of [await aRegisteredApplicant(), await someStaff()]) {
    await expect(issueLetters(stranger, id, '')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
  const claimed = await aClaimedQualification()
  await expect(issueLetters(claimed.applicant, claimed.qualification.id, '')).rejects.toMatchObject({
    code: 'INVALID_STATE',
  })
  await expect(issueLetters(claimed.reviewer, claimed.qualification.id, '')).rejects.toMatchObject({
    code: 'FORBIDDEN',
  })
  expect(await issuesOf(id)).toEqual([])
})

test('an organisation signs its own letter, and has its principal sign an authorisation for what it covers', async () => {
  const applicant = await aRegisteredApplicant()
  const { id: qualificationId } = await createQualification(applicant, { kind: 'ORGANISATION' })
  const save = (
    task: 'organisation' | 'legal-representative' | 'administrator' | 'use',
    answers: Record<string, string>,
  ) => saveFields(applicant, { qualificationId, task, seen: '', overwrite: 'yes', answers })
  await save('organisation', ORGANISATION)
  await save('legal-representative', LEGAL_REP)
  await save('administrator', { 'admin.isLegalRep': 'YES' })
  await save('use', { 'use.onBehalf': 'OWN_USE' })
  const own = { id: newId(), source: 'ORGANISATION_NAME' as const, text: '样本科技', isOnBehalf: false }
  const covered = { ...own, id: newId(), text: '样本百货', isOnBehalf: true }
  await saveSignatures(applicant, { qualificationId, seen: '', signatures: [own, covered], samples: [] })
  expect((await issueLetters(applicant, qualificationId, '某平台')).map(({ variant }) => variant)).toEqual([
    'ORGANISATION',
  ])

  await save('use', { 'use.onBehalf': 'ON_BEHALF' })
  await expect(issueLetters(applicant, qualificationId, '')).rejects.toMatchObject({ code: 'INCOMPLETE' })
  await save('use', ON_BEHALF)
  const [commitment, authorisation] = await issueLetters(applicant, qualificationId, '某平台')
  expect(commitment?.variant).toBe('ORGANISATION')
  expect(authorisation?.variant).toBe('AUTHORISATION')
  const printed = JSON.stringify(authorisation?.particulars)
  expect(printed).toMatch(/样本百货（上海）有限公司.*样本科技（北京）有限公司.*【样本百货】.*2099-12-31/)
  expect(printed).not.toContain('【样本科技】')
})
