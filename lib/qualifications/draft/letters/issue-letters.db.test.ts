import { expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { newId } from '@/lib/core/ids'
import { operator } from '@/lib/core/operator'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { LEGAL_REP, ON_BEHALF, ORGANISATION } from '@/tests/factories/contents'
import { aDraft, aRegisteredApplicant, aWrittenDraft } from '@/tests/factories/qualifications'
import { aClaimedQualification, someStaff } from '@/tests/factories/review'
import { createQualification } from '../create-qualification'
import { saveFields } from '../save-fields'
import { saveSignatures } from '../save-signatures'
import { countPages } from './count-pages'
import { issueLetters } from './issue-letters'
import { openLetter } from './open-letter'

const issuesOf = async (id: string) => (await eventsAbout(id)).filter(({ action }) => action === 'letter.issued')

const rename = (applicant: PersonActor, qualificationId: string, name: string) => {
  const answers = { 'person.name': name }
  return saveFields(applicant, { qualificationId, task: 'identity', seen: '', overwrite: 'yes', answers })
}

test('fills in the parties, and records one issue of the same facts, however often the letter is opened', async () => {
  const { applicant, id } = await aWrittenDraft()
  const letters = await Promise.all(Array.from({ length: 4 }, () => issueLetters(applicant, id)))
  expect(JSON.stringify(letters[0])).toMatch(/王小明.*11010519491231002X.*小明书屋/)
  expect(new Set(letters.map(([one]) => one?.id)).size).toBe(1)
  const issue = { data: { revision: 1, letterVersion: letters[0]?.[0]?.letter.version } }
  expect(await issuesOf(id)).toMatchObject([issue])
  expect(await database().letter.count({ where: { qualificationId: id } })).toBe(1)

  await rename(applicant, id, '王晓明')
  const [renamed] = await issueLetters(applicant, id)
  expect(renamed?.id).not.toBe(letters[0]?.[0]?.id)
  expect(await issuesOf(id)).toMatchObject([issue, issue])
  await rename(applicant, id, '王小明')
  expect(await issueLetters(applicant, id)).toEqual(letters[0])
  expect(await issuesOf(id)).toHaveLength(2)
})

test('the same letter is the same file, addressed by the operator’s name, and nothing of it is in clear', async () => {
  const { applicant, id } = await aWrittenDraft()
  const place = { qualificationId: id, variant: 'INDIVIDUAL' }
  const { name, pdf } = await openLetter(applicant, place)
  expect(name).toMatch(/^短信业务实名与合规使用承诺函（个人）-ZX-.*\.pdf$/)
  expect((await openLetter(applicant, place)).pdf.equals(pdf)).toBe(true)
  const [issued] = await issueLetters(applicant, id)
  expect(issued && (await countPages(issued))).toBe(2)
  const { name: platform } = operator()
  expect(issued?.letter.recipient).toEqual({ 'zh-CN': `致：${platform}`, en: `To: ${platform}` })
  const row = await database().letter.findFirstOrThrow({ where: { qualificationId: id } })
  expect(Buffer.from(row.factsSealed).toString('utf8')).not.toMatch(/王小明|11010519491231002X|书屋/)
  await expect(openLetter(applicant, { ...place, variant: 'AUTHORISATION' })).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  await expect(openLetter(await aRegisteredApplicant(), place)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  const misspelt = openLetter(applicant, { ...place, qualificationId: `${id}x` })
  await expect(misspelt).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('is refused while particulars are missing, after the submission, and to others', async () => {
  const { applicant, id } = await aDraft()
  await expect(issueLetters(applicant, id)).rejects.toMatchObject({ code: 'INCOMPLETE' })
  for (const stranger of [await aRegisteredApplicant(), await someStaff()]) {
    await expect(issueLetters(stranger, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  }
  const claimed = await aClaimedQualification()
  await expect(issueLetters(claimed.applicant, claimed.qualification.id)).rejects.toMatchObject({
    code: 'INVALID_STATE',
  })
  await expect(issueLetters(claimed.reviewer, claimed.qualification.id)).rejects.toMatchObject({
    code: 'FORBIDDEN',
  })
  expect(await issuesOf(id)).toEqual([])
})

test('an organisation signs its own letter, and its principal signs an authorisation for the sender signatures that it covers', async () => {
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
  expect((await issueLetters(applicant, qualificationId)).map(({ variant }) => variant)).toEqual(['ORGANISATION'])

  await save('use', { 'use.onBehalf': 'ON_BEHALF' })
  await expect(issueLetters(applicant, qualificationId)).rejects.toMatchObject({ code: 'INCOMPLETE' })
  await save('use', ON_BEHALF)
  const [commitment, authorisation] = await issueLetters(applicant, qualificationId)
  expect(commitment?.variant).toBe('ORGANISATION')
  expect(authorisation?.variant).toBe('AUTHORISATION')
  const printed = JSON.stringify(authorisation?.letter.particulars)
  expect(printed).toMatch(/样本百货（上海）有限公司.*样本科技（北京）有限公司.*【样本百货】.*2099-12-31/)
  expect(printed).not.toContain('【样本科技】')
})
