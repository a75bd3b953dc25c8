import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { openLetter } from '@/lib/qualifications/draft/letters/open-letter'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { saveFields } from '@/lib/qualifications/draft/save-fields'
import { acceptDocument } from '@/lib/qualifications/files/accept-document'
import { removeDocumentPage } from '@/lib/qualifications/files/remove-document-page'
import { letterPhotographs } from '@/tests/factories/photographed/letter-photographs'
import { specimenOf } from '@/tests/factories/photographed/specimens'
import { aDraft, aWrittenDraft, IDENTITY } from '@/tests/factories/qualifications'
import { settled } from '@/tests/factories/uploads'
import { pause } from '@/tests/setup/portal'
import { type System, startSystem } from '@/tests/setup/system'

/** The worker of a portal reads what applicants photograph, and compares it with what they declare. */

let system: System
const portrait = () => specimenOf('system', 0, 'scan', null)

beforeAll(async () => {
  system = await startSystem({ READ_DOCUMENTS: '1' })
})
afterAll(() => system?.stop())

type Draft = Pick<Awaited<ReturnType<typeof aDraft>>, 'applicant' | 'id'>

async function send({ applicant, id }: Draft, kind: DocumentKind, bytes: Buffer): Promise<string> {
  const upload = { qualificationId: id, kind, senderSignatureId: null, fileName: '照片.jpg' }
  const { fileId } = await acceptDocument(applicant, { ...upload, source: Readable.from([bytes]) })
  expect(await settled(fileId)).toBe('READY')
  return fileId
}

/** Waits until the file was read, or given up. */
async function readingOf(fileId: string) {
  for (;;) {
    const reading = await database().reading.findUniqueOrThrow({ where: { fileId } })
    if (reading.state !== 'WAITING') return reading
    await pause(100)
  }
}

const codesOf = async ({ applicant, id }: Draft) =>
  (await readDraft(applicant, id))?.findings
    .filter(({ severity }) => severity === 'warn')
    .map(({ code, place }) => [code, 'key' in place ? place.key : 'kind' in place ? place.kind : place.on])

const declare = async ({ applicant, id }: Draft, answers: Record<string, string>) => {
  const seen = (await readDraft(applicant, id))?.seen.fields ?? ''
  await saveFields(applicant, { qualificationId: id, task: 'identity', seen, answers })
}

test('a portrait side that says what was declared is fine; another name and the wrong side are found', async () => {
  const { jpeg, truth } = await portrait()
  const draft = await aDraft()
  const { name = '', idNumber = '', birthDate = '' } = truth.fields
  const own = { 'person.name': name, 'person.idNumber': idNumber, 'person.birthDate': birthDate }
  await declare(draft, { ...IDENTITY, ...own })
  const fileId = await send(draft, 'ID_PORTRAIT', jpeg)
  expect(await readingOf(fileId)).toMatchObject({ state: 'READ' })
  expect(await codesOf(draft)).toEqual([])

  await declare(draft, { 'person.name': `${name}某` })
  expect(await codesOf(draft)).toEqual([['NAME_MISMATCH', 'person.name']])

  const other = await specimenOf('system', 1, 'scan', null)
  expect(other.truth.side).toBe('PORTRAIT')
  await readingOf(await send(draft, 'ID_EMBLEM', other.jpeg))
  expect(await codesOf(draft)).toEqual([
    ['NAME_MISMATCH', 'person.name'],
    ['WRONG_SIDE', 'ID_EMBLEM'],
  ])
})

test('the code on a photographed letter shows which letter it is', async () => {
  const { applicant, id } = await aWrittenDraft()
  const { pdf } = await openLetter(applicant, { qualificationId: id, variant: 'INDIVIDUAL' })
  const draft = { applicant, id }
  for (const jpeg of await letterPhotographs(pdf, 'scan', 'system')) {
    expect(await readingOf(await send(draft, 'COMMITMENT_LETTER', jpeg))).toMatchObject({ state: 'READ' })
  }
  const letterNow = async () => {
    const shown = await readDraft(applicant, id)
    return shown?.slots.find(({ slot }) => slot.kind === 'COMMITMENT_LETTER')?.letter
  }
  const OF_LETTER = ['SIGNATURE_MISSING', 'THUMBPRINT_MISSING', 'LETTER_UNDATED']
  // The letter is as it was issued: all pages, and nothing by hand.
  expect((await codesOf(draft))?.map(([code]) => code)).toEqual(expect.arrayContaining(OF_LETTER))
  expect(await codesOf(draft)).not.toContainEqual(['LETTER_ALTERED', 'COMMITMENT_LETTER'])
  expect(await codesOf(draft)).not.toContainEqual(['PAGE_MISSING', 'COMMITMENT_LETTER'])
  // Both letters were issued before the next photographs: without their codes, nobody could know which they show.
  await declare(draft, { 'person.name': '王晓明' })
  expect(await letterNow()).toMatchObject({ state: 'VOID' })
  const second = await openLetter(applicant, { qualificationId: id, variant: 'INDIVIDUAL' })
  const held = (await readDraft(applicant, id))?.slots.find(({ slot }) => slot.kind === 'COMMITMENT_LETTER')
  for (const { fileId } of held?.pages ?? []) await removeDocumentPage(applicant, { qualificationId: id, fileId })
  const [first] = await letterPhotographs(second.pdf, 'scan', 'system')
  expect(await readingOf(await send(draft, 'COMMITMENT_LETTER', first ?? Buffer.of()))).toMatchObject({ state: 'READ' })
  expect(await letterNow()).toBeNull()
  expect(await codesOf(draft)).toContainEqual(['PAGE_MISSING', 'COMMITMENT_LETTER'])
})

test('a portal that is killed while it reads reads again after its next start', async () => {
  const draft = await aDraft()
  const fileId = await send(draft, 'ID_PORTRAIT', (await portrait()).jpeg)
  for (;;) {
    const { attempts } = await database().reading.findUniqueOrThrow({ where: { fileId } })
    if (attempts > 0) break
    await pause(5)
  }
  await system.portal.kill()
  await database().$executeRaw`UPDATE readings SET leased_until = clock_timestamp() - interval '1 second'`
  await system.startAgain()
  expect(await readingOf(fileId)).toMatchObject({ state: 'READ' })
})
