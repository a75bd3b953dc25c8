import { expect, test } from 'vitest'
import type { Reading } from '@/lib/checks/reading'
import { database } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { aDocumentIn, aReadyDraft, asShown, IDENTITY, submissionOf } from '@/tests/factories/qualifications'
import { aReading, readAs } from '@/tests/factories/readings'
import { readDraft } from './read-draft'
import { saveFields } from './save-fields'
import { submitQualification } from './submit-qualification'

type Ready = Awaited<ReturnType<typeof aReadyDraft>>

async function fileIn(qualificationId: string, kind: DocumentKind) {
  const { documents } = await submissionOf(qualificationId)
  return documents.find((document) => document.kind === kind)?.pages[0]?.fileId ?? ''
}

const seen = async (qualificationId: string, kind: DocumentKind, ...pages: Reading[]) =>
  readAs(await fileIn(qualificationId, kind), ...pages)

/** Returns what is found, in addition to a doubt about the signature that each of these drafts has. */
const findingsOf = async ({ applicant, id }: Ready) =>
  (await readDraft(applicant, id))?.findings
    .filter(({ code }) => code !== 'SIGNATURE_NOT_OWN_NAME')
    .map(({ code, place }) => [code, 'key' in place ? place.key : 'kind' in place ? place.kind : place.on])

const GOOD = aReading({ fields: { name: IDENTITY['person.name'], idNumber: IDENTITY['person.idNumber'] } })

test('what a machine sees in a photograph is in the list, and stored with the submission', async () => {
  const ready = await aReadyDraft()
  const { applicant, id } = ready
  const before = await asShown(applicant, id)
  await seen(id, 'ID_PORTRAIT', aReading({ quality: { blur: true } }))
  await seen(id, 'ID_EMBLEM', aReading({ side: 'PORTRAIT' }))
  expect(await findingsOf(ready)).toEqual([
    ['BLURRED', 'ID_PORTRAIT'],
    ['WRONG_SIDE', 'ID_EMBLEM'],
  ])
  const draft = await readDraft(applicant, id)
  expect(draft?.findings.find(({ code }) => code === 'WRONG_SIDE')).toMatchObject({ fits: 'ID_PORTRAIT' })
  await expect(submitQualification(applicant, before)).rejects.toMatchObject({ code: 'FINDINGS_CHANGED' })
  await submitQualification(applicant, await asShown(applicant, id))
  const shown = await database().shownFinding.findMany({
    where: { part: { submission: { qualificationId: id } } },
    orderBy: { position: 'asc' },
  })
  expect(shown.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
    'warn SIGNATURE_NOT_OWN_NAME',
    'warn BLURRED',
    'warn WRONG_SIDE',
  ])
})

test('a value that differs is found at its field', async () => {
  const ready = await aReadyDraft()
  const { applicant, id } = ready
  await seen(id, 'ID_PORTRAIT', GOOD)
  expect(await findingsOf(ready)).toEqual([])
  const { seen: digests } = (await readDraft(applicant, id)) ?? {}
  const answers = { 'person.name': '王大明' }
  await saveFields(applicant, { qualificationId: id, task: 'identity', seen: digests?.fields ?? '', answers })
  expect(await findingsOf(ready)).toContainEqual(['NAME_MISMATCH', 'person.name'])
})

test('the page says that a file is still read', async () => {
  const { applicant, id } = await aReadyDraft()
  const isBeingRead = async () => (await readDraft(applicant, id))?.isBeingRead
  expect(await isBeingRead()).toBe(false)
  const fileId = await aDocumentIn(id, applicant, 'SUPPORTING')
  await database().reading.create({ data: { fileId } })
  expect(await isBeingRead()).toBe(true)
  await database().reading.update({ where: { fileId }, data: { state: 'FAILED' } })
  expect(await isBeingRead()).toBe(false)
})
