import { expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { dataKey } from '@/lib/crypto/data-keys'
import { seal } from '@/lib/crypto/fields'
import { database } from '@/lib/db/client'
import { contentPlace } from '@/lib/documents/readings/reading-content'
import { BUILT_IN_LETTERS } from '@/lib/rulebook/letters/built-in'
import { factsOf, type LetterFacts, letterChanges } from '@/lib/rulebook/letters/facts'
import { letterCode } from '@/lib/rulebook/letters/letter-code'
import { letterKey } from '@/lib/rulebook/letters/letter-key'
import type { LetterText } from '@/lib/rulebook/letters/letter-text'
import { aDocumentIn, aReadyDraft, asShown } from '@/tests/factories/qualifications'
import { removeDocumentPage } from '../../files/remove-document-page'
import { readDraft } from '../read-draft'
import { saveFields } from '../save-fields'
import { saveSignatures } from '../save-signatures'
import { submitQualification } from '../submit-qualification'
import { letterDigest } from './draft-letters'
import { issueLetters } from './issue-letters'

const letterSlot = async (applicant: PersonActor, id: string) =>
  (await readDraft(applicant, id))?.slots.find(({ slot }) => slot.kind === 'COMMITMENT_LETTER')
const standing = async (applicant: PersonActor, id: string) => (await letterSlot(applicant, id))?.letter ?? null

function saver(applicant: PersonActor, qualificationId: string) {
  return (task: 'identity' | 'use', answers: Record<string, string>) =>
    saveFields(applicant, { qualificationId, task, seen: '', overwrite: 'yes', answers })
}

/** Removes the photographs of the letter. */
async function removeLetter(applicant: PersonActor, qualificationId: string) {
  for (const { fileId } of (await letterSlot(applicant, qualificationId))?.pages ?? []) {
    await removeDocumentPage(applicant, { qualificationId, fileId })
  }
}

/** Stores what a machine read in a photograph: the code of a page of this letter. */
async function readInPhotograph(fileId: string, letterId: string) {
  const version = 'cn-mainland/2024-10'
  const value = letterCode({ letterId, page: 1, pages: 2, version }, await letterKey())
  const fields = { qr: { value, confidence: 1, rectangle: { x: 0, y: 0, width: 1, height: 1 } } }
  const pages = [{ kind: 'LETTER', side: null, turned: 0, faces: null, findings: [], fields, quality: {} }]
  const { dataKeyId } = await database().storedFile.findUniqueOrThrow({ where: { id: fileId } })
  const contentSealed = seal(await dataKey(database(), dataKeyId), contentPlace(fileId), JSON.stringify({ pages }))
  await database().reading.create({ data: { fileId, state: 'READ', readAt: new Date(), contentSealed } })
}

test('a letter is void once something printed on it was changed, and valid again once it is changed back', async () => {
  const { applicant, id } = await aReadyDraft()
  const save = saver(applicant, id)
  expect(await standing(applicant, id)).toBeNull()
  await save('use', { 'use.audience': '别的读者' })
  expect(await standing(applicant, id)).toBeNull()

  await save('identity', { 'person.name': '王晓明', 'person.idNumber': '110105194912310038' })
  const [name, number] = [expect.objectContaining({ en: expect.any(String) }), expect.anything()]
  expect(await standing(applicant, id)).toEqual({
    state: 'VOID',
    changes: [
      {
        of: 'PARTICULAR',
        label: name,
        values: { before: { 'zh-CN': '王小明', en: '王小明' }, now: { 'zh-CN': '王晓明', en: '王晓明' } },
      },
      { of: 'PARTICULAR', label: number, values: null },
    ],
    since: null,
  })
  await save('identity', { 'person.name': '王小明', 'person.idNumber': '11010519491231002X' })
  expect(await standing(applicant, id)).toBeNull()

  const draft = await readDraft(applicant, id)
  const [signatures, samples] = [draft?.signatures ?? [], draft?.samples ?? []]
  const renamed = signatures.map((row) => ({ ...row, text: '换了名字' }))
  await saveSignatures(applicant, { qualificationId: id, seen: '', overwrite: 'yes', signatures: renamed, samples })
  expect(await standing(applicant, id)).toMatchObject({ state: 'VOID', changes: [{ of: 'PARTICULAR' }] })
})

test('the submission waits for a new letter, and asks to confirm of which letter its photographs are', async () => {
  const { applicant, id } = await aReadyDraft()
  await saver(applicant, id)('identity', { 'person.name': '王晓明' })
  const submit = async () => submitQualification(applicant, await asShown(applicant, id))
  await expect(submit()).rejects.toMatchObject({ code: 'INCOMPLETE', params: { problems: 1 } })

  await issueLetters(applicant, id)
  await aDocumentIn(id, applicant, 'COMMITMENT_LETTER')
  await expect(submit()).rejects.toMatchObject({ code: 'INCOMPLETE' }) // the old photograph is still there
  await removeLetter(applicant, id)
  await aDocumentIn(id, applicant, 'COMMITMENT_LETTER')
  expect(await standing(applicant, id)).toEqual({ state: 'UNCERTAIN' })
  const unshown = submitQualification(applicant, { ...(await asShown(applicant, id)), shown: '' })
  await expect(unshown).rejects.toMatchObject({ code: 'FINDINGS_CHANGED' })
  await submit()
  const [{ code } = {}] = await database().shownFinding.findMany({
    where: { part: { submission: { qualificationId: id } } },
  })
  expect(code).toBe('LETTER_UNCERTAIN')
})

test('the code in a photograph identifies its letter', async () => {
  const { applicant, id } = await aReadyDraft()
  const [old] = await issueLetters(applicant, id)
  await saver(applicant, id)('identity', { 'person.name': '王晓明' })
  const [now] = await issueLetters(applicant, id)
  await removeLetter(applicant, id)
  const first = await aDocumentIn(id, applicant, 'COMMITMENT_LETTER')
  expect(await standing(applicant, id)).toEqual({ state: 'UNCERTAIN' })
  await readInPhotograph(first, now?.id ?? '')
  expect(await standing(applicant, id)).toBeNull()
  const second = await aDocumentIn(id, applicant, 'COMMITMENT_LETTER')
  await readInPhotograph(second, old?.id ?? '')
  expect(await standing(applicant, id)).toMatchObject({ state: 'VOID', changes: [{ of: 'PARTICULAR' }] })
  await removeDocumentPage(applicant, { qualificationId: id, fileId: second })

  const other = await aReadyDraft()
  const [foreign] = await issueLetters(other.applicant, other.id)
  await readInPhotograph(await aDocumentIn(id, applicant, 'COMMITMENT_LETTER'), foreign?.id ?? '')
  expect(await standing(applicant, id)).toMatchObject({ state: 'FOREIGN' })
  await expect(submitQualification(applicant, await asShown(applicant, id))).rejects.toMatchObject({
    code: 'INCOMPLETE',
  })
})

test('a photograph that no machine could read is for the applicant to confirm', async () => {
  const { applicant, id } = await aReadyDraft()
  await issueLetters(applicant, id)
  await removeLetter(applicant, id)
  const fileId = await aDocumentIn(id, applicant, 'COMMITMENT_LETTER')
  expect(await standing(applicant, id)).toBeNull()
  await database().reading.create({ data: { fileId, state: 'FAILED' } })
  expect(await standing(applicant, id)).toEqual({ state: 'UNCERTAIN' })
})

test('while something that is printed is missing, there is no other letter', async () => {
  const { applicant, id } = await aReadyDraft()
  await saver(applicant, id)('identity', { 'person.name': '' })
  expect(await standing(applicant, id)).toBeNull()
})

test('everything that is printed counts: the platform’s name, the text, each particular', () => {
  const key = new Uint8Array(32).fill(1)
  const [text] = BUILT_IN_LETTERS[0].texts as [LetterText]
  const particulars = { name: '王小明', signatures: ['书屋'], reference: 'ZX-1', principal: 'not printed' }
  const facts = factsOf({ text, particulars, platform: '样本云' })
  expect(letterDigest(key, factsOf({ text, particulars: { ...particulars }, platform: '样本云' }))).toEqual(
    letterDigest(key, facts),
  )
  const others: [LetterFacts, unknown][] = [
    [{ ...facts, platform: '改名后的公司' }, [{ of: 'PLATFORM' }]],
    [{ ...facts, version: 'cn-mainland/2026-12' }, [{ of: 'TEXT' }]],
    [{ ...facts, variant: 'ORGANISATION' }, [{ of: 'TEXT' }]],
    [
      factsOf({ text, particulars: { ...particulars, signatures: ['书店'] }, platform: '样本云' }),
      [
        {
          of: 'PARTICULAR',
          label: text.labels.signatures,
          values: { before: expect.anything(), now: expect.anything() },
        },
      ],
    ],
  ]
  for (const [other, changes] of others) {
    expect(letterDigest(key, other)).not.toEqual(letterDigest(key, facts))
    expect(letterChanges(facts, other, text)).toEqual(changes)
  }
  expect(letterDigest(new Uint8Array(32), facts)).not.toEqual(letterDigest(key, facts))
})
