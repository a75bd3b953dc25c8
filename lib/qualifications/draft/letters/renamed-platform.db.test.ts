import { afterEach, expect, test } from 'vitest'
import { env } from '@/lib/core/env'
import { SPECIMEN_OPERATOR } from '@/lib/core/operator'
import { database } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { settleLateReading } from '@/lib/qualifications/late/settle-late-reading'
import { eventsAbout } from '@/tests/factories/audit'
import { decide, submit } from '@/tests/factories/journey'
import { anOpenedLink } from '@/tests/factories/letter-links'
import { aDraftOfOneLetter, aPageOf, letterFindingsOf } from '@/tests/factories/photographed-letters'
import {
  aDocumentIn,
  aDraft,
  aReadyDraft,
  aWrittenDraft,
  signAgain,
  submissionOf,
} from '@/tests/factories/qualifications'
import { readAs } from '@/tests/factories/readings'
import { someStaff } from '@/tests/factories/review'
import { removeDocumentPage } from '../../files/remove-document-page'
import { openForwardedLetter } from '../../phone/open-forwarded-letter'
import { readDraft } from '../read-draft'
import { issueLetters } from './issue-letters'
import { openLetter } from './open-letter'

const { OPERATOR_NAME: NAME } = env()
/** Gives the platform another name, as a start with another setting does. */
const renamedTo = (name: string | undefined) => void Object.assign(env(), { OPERATOR_NAME: name })
afterEach(() => renamedTo(NAME))

type Made = { applicant: Parameters<typeof signAgain>[0]; id: string }

const letterOf = async ({ applicant, id }: Made) =>
  (await readDraft(applicant, id))?.slots.find(({ slot }) => slot.kind === 'COMMITMENT_LETTER')
const UNNAMED = { code: 'OPERATOR_UNNAMED' }
const OF_PLATFORM = { state: 'VOID', changes: [{ of: 'PLATFORM' }], since: null }

async function replace({ applicant, id }: Made, kind: DocumentKind) {
  const document = (await submissionOf(id)).documents.find((one) => one.kind === kind)
  for (const { fileId } of document?.pages ?? []) await removeDocumentPage(applicant, { qualificationId: id, fileId })
  return aDocumentIn(id, applicant, kind)
}

/** Returns a correction of an application whose letter was accepted. The ID photograph was refused, and is replaced. */
async function aCorrection(made?: Made): Promise<Made> {
  const { applicant, id } = made ?? (await aReadyDraft())
  await submit(applicant, id)
  await decide(await someStaff(), id, { ID_PORTRAIT: 'BLURRED' })
  await replace({ applicant, id }, 'ID_PORTRAIT')
  return { applicant, id }
}

const letterPart = async (id: string) => {
  const { parts, documents } = await submissionOf(id)
  const letter = documents.find(({ kind }) => kind === 'COMMITMENT_LETTER')
  return parts.find(({ documentId }) => documentId === letter?.id)
}

test('the letter of an open draft is void once the platform has another name, and valid again with the old one', async () => {
  const made = await aReadyDraft()
  renamedTo('改名后的公司')
  expect((await letterOf(made))?.letter).toEqual(OF_PLATFORM)
  await expect(submit(made.applicant, made.id)).rejects.toMatchObject({ code: 'INCOMPLETE' })
  renamedTo(NAME)
  await submit(made.applicant, made.id)
})

test('a letter that was accepted opens again in a correction, says why, and waits for the new one', async () => {
  const made = await aCorrection()
  expect((await letterOf(made))?.lock).toEqual({ isLocked: true, state: 'LOCKED', because: [] })
  const [{ fileId } = { fileId: '' }] = (await letterOf(made))?.pages ?? []
  const page = { qualificationId: made.id, fileId }
  await expect(removeDocumentPage(made.applicant, page)).rejects.toMatchObject({ code: 'LOCKED' })

  renamedTo('改名后的公司')
  expect(await letterOf(made)).toMatchObject({
    ...{ lock: { isLocked: false, state: 'UNLOCKED', because: ['platform'] }, letter: OF_PLATFORM },
  })
  expect(await letterFindingsOf(made)).toEqual(['block LETTER_OUTDATED'])
  await expect(submit(made.applicant, made.id)).rejects.toMatchObject({ code: 'INCOMPLETE' })

  await signAgain(made.applicant, made.id)
  expect(await letterOf(made)).toMatchObject({ lock: { isLocked: false, because: ['files'] } })
  await submit(made.applicant, made.id)
  expect(await letterPart(made.id)).toMatchObject({ carriedFromId: null })
})

test('with the old name it is locked again, and carried', async () => {
  const made = await aCorrection()
  renamedTo('改名后的公司')
  expect((await letterOf(made))?.lock.isLocked).toBe(false)
  renamedTo(NAME)
  expect((await letterOf(made))?.lock.isLocked).toBe(true)
  await submit(made.applicant, made.id)
  expect((await letterPart(made.id))?.carriedFromId).not.toBeNull()
})

test('the code in a photograph says which name is on it, though a letter with the present one was issued before the upload', async () => {
  const draft = await aDraftOfOneLetter()
  renamedTo('改名后的公司')
  await signAgain(draft.applicant, draft.id)
  renamedTo(NAME)
  const made = await aCorrection(draft)
  expect((await letterOf(made))?.lock.isLocked).toBe(true)
  renamedTo('改名后的公司')
  expect((await letterOf(made))?.lock.isLocked).toBe(true) // it may be either
  const [{ fileId } = { fileId: '' }] = (await letterOf(made))?.pages ?? []
  await readAs(fileId, await aPageOf(draft.now, 1), await aPageOf(draft.now, 2))
  expect((await letterOf(made))?.lock).toMatchObject({ isLocked: false, because: ['platform'] })
  await removeDocumentPage(made.applicant, { qualificationId: made.id, fileId })
})

test('what was submitted is left alone, also when its photographs are read later', async () => {
  const draft = await aReadyDraft()
  const [letter] = await issueLetters(draft.applicant, draft.id)
  const [{ fileId } = { fileId: '' }] = (await letterOf(draft))?.pages ?? []
  await database().reading.create({ data: { fileId } })
  await submit(draft.applicant, draft.id)
  const submitted = await submissionOf(draft.id)
  renamedTo('改名后的公司')
  const letterId = letter?.id ?? ''
  await readAs(fileId, await aPageOf(letterId, 1), await aPageOf(letterId, 2))
  expect(await settleLateReading()).toBe(true)
  const ofIt = { part: { submission: { qualificationId: draft.id } } }
  expect(await database().lateFinding.findMany({ where: ofIt })).toEqual([])
  expect(await submissionOf(draft.id)).toEqual(submitted)
})

test('what was submitted under the old name again, after a letter with another one was issued, is not void for a late reading', async () => {
  const draft = await aReadyDraft()
  const [letter] = await issueLetters(draft.applicant, draft.id)
  const [{ fileId } = { fileId: '' }] = (await letterOf(draft))?.pages ?? []
  renamedTo('改名后的公司')
  await issueLetters(draft.applicant, draft.id)
  renamedTo(NAME)
  await database().reading.create({ data: { fileId } })
  await submit(draft.applicant, draft.id)
  const letterId = letter?.id ?? ''
  await readAs(fileId, await aPageOf(letterId, 1), await aPageOf(letterId, 2))
  expect(await settleLateReading()).toBe(true)
  const ofIt = { part: { submission: { qualificationId: draft.id } } }
  expect(await database().lateFinding.findMany({ where: ofIt })).toEqual([])
})

test('while the name is missing, nothing counts as renamed: a draft’s letter stays valid, an accepted one locked', async () => {
  const draft = await aReadyDraft()
  const correction = await aCorrection()
  renamedTo(undefined)
  expect((await letterOf(draft))?.letter).toBeNull()
  expect((await letterOf(correction))?.lock).toMatchObject({ isLocked: true })
  await submit(correction.applicant, correction.id)
  await submit(draft.applicant, draft.id)
})

test('one page that names the platform otherwise opens an accepted letter, also next to one that does not', async () => {
  const made = await aCorrection()
  const [letter] = await issueLetters(made.applicant, made.id)
  renamedTo('改名后的公司')
  const [renamed] = await issueLetters(made.applicant, made.id)
  renamedTo(NAME)
  const [{ fileId } = { fileId: '' }] = (await letterOf(made))?.pages ?? []
  await database().storedFile.update({ where: { id: fileId }, data: { pageCount: 2 } })
  const first = await aPageOf(letter?.id ?? '', 1)
  await readAs(fileId, first, await aPageOf(letter?.id ?? '', 2))
  expect((await letterOf(made))?.lock.isLocked).toBe(true)
  await database().reading.deleteMany({ where: { fileId } })
  await readAs(fileId, first, await aPageOf(renamed?.id ?? '', 2))
  expect((await letterOf(made))?.lock).toMatchObject({ isLocked: false, because: ['platform'] })
})

test('without a legal name a portal that others reach issues no letter; one that was issued stays', async () => {
  const { applicant, id } = await aWrittenDraft()
  const letters = () => database().letter.count({ where: { qualificationId: id } })
  const { ZHUNXIN_PLATFORM } = env()
  renamedTo(undefined)
  Object.assign(env(), { isLoopback: false, ZHUNXIN_PLATFORM: '样本云' })
  await expect(issueLetters(applicant, id)).rejects.toMatchObject(UNNAMED) // the platform's name binds nobody
  await expect(openLetter(applicant, { qualificationId: id, variant: 'INDIVIDUAL' })).rejects.toMatchObject(UNNAMED)
  const { browser } = await anOpenedLink(applicant, id)
  await expect(openForwardedLetter(browser)).rejects.toMatchObject(UNNAMED)
  expect(await letters()).toBe(0)
  const { id: unwritten } = await aDraft(applicant)
  await expect(issueLetters(applicant, unwritten)).rejects.toMatchObject({ code: 'INCOMPLETE' }) // that comes first
  Object.assign(env(), { isLoopback: true, ZHUNXIN_PLATFORM })
  renamedTo('样本云')
  const issued = await issueLetters(applicant, id)
  expect(await issueLetters(applicant, id)).toEqual(issued)
  expect((await eventsAbout(id)).filter(({ action }) => action === 'letter.issued')).toHaveLength(1)
})

test('without a legal name a portal that only this machine reaches issues specimens, which the name makes void', async () => {
  renamedTo(undefined)
  const made = await aReadyDraft()
  const [issued] = await issueLetters(made.applicant, made.id)
  expect(issued?.letter).toMatchObject({ isSpecimen: true })
  expect(issued?.letter.recipient['zh-CN']).toContain(SPECIMEN_OPERATOR)
  expect((await letterOf(made))?.letter).toBeNull()
  renamedTo(NAME)
  expect((await letterOf(made))?.letter).toEqual(OF_PLATFORM)
  const [bound] = await issueLetters(made.applicant, made.id)
  expect(bound?.letter).toMatchObject({ isSpecimen: false })
  renamedTo(undefined)
  await submit(made.applicant, made.id) // a trial goes through to its end
})
