import { expect, test } from 'vitest'
import { readStory } from '@/lib/cases/read-story'
import { readSubmitted } from '@/lib/cases/read-submitted'
import { database, transaction } from '@/lib/db/client'
import { eraseDataKeys } from '@/lib/keys/erasing/erase-data-keys'
import { settleLateReading } from '@/lib/qualifications/late/settle-late-reading'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { renewLease } from '@/lib/review/claims/renew-lease'
import { readForReview } from '@/lib/review/read-for-review'
import { endedAgo } from '@/tests/factories/endings'
import { submit } from '@/tests/factories/journey'
import { aReadyDraft, submissionOf } from '@/tests/factories/qualifications'
import { aReading, readAs } from '@/tests/factories/readings'
import { someStaff } from '@/tests/factories/review'
import { eraseQualification } from '../erasure/erase-qualification'
import { settleErased } from '../erasure/settle-erased'
import { exportQualification } from './export-qualification'
import { readOwnQualifications } from './read-own-data'

const LATE = { code: 'BLURRED', severity: 'warn' } as const

async function unreadFile(qualificationId: string) {
  const { documents } = await submissionOf(qualificationId)
  const fileId = documents.find(({ kind }) => kind === 'ID_PORTRAIT')?.pages[0]?.fileId ?? ''
  await database().reading.create({ data: { fileId } })
  return fileId
}

/** Returns a qualification of which a blurred photograph was read after it was submitted. */
async function aReadLate() {
  const { applicant, id } = await aReadyDraft()
  const fileId = await unreadFile(id)
  await submit(applicant, id)
  await readAs(fileId, aReading({ quality: { blur: true } }))
  await settleLateReading()
  return { applicant, id }
}

const rowsOf = async (qualificationId: string) => [
  await database().lateFinding.count({ where: { part: { submission: { qualificationId } } } }),
  await database().lateReading.count({ where: { submission: { qualificationId } } }),
]

test('the reviewer sees it at its part, and at the next renewal that more was read', async () => {
  const { applicant, id } = await aReadyDraft()
  const fileId = await unreadFile(id)
  await submit(applicant, id)
  const reviewer = await someStaff()
  await claimQualification(reviewer, { qualificationId: id })
  expect((await readForReview(reviewer, id))?.opened?.unread).toBe(1)
  expect(await renewLease(reviewer, { qualificationId: id })).toMatchObject({ unread: 1 })

  await readAs(fileId, aReading({ quality: { blur: true } }))
  await settleLateReading()
  expect(await renewLease(reviewer, { qualificationId: id })).toMatchObject({ unread: 0 })
  const opened = (await readForReview(reviewer, id))?.opened
  expect(opened?.unread).toBe(0)
  const late = opened?.parts.filter((part) => part.late.length > 0)
  expect(late?.map(({ documentKind, late, findings }) => [documentKind, late, findings])).toEqual([
    ['ID_PORTRAIT', [{ ...LATE, field: null, sample: null }], []],
  ])
})

test('the case record has it with its round, and the applicant’s copy of what they submitted does not', async () => {
  const { applicant, id } = await aReadLate()
  const story = await readStory(await someStaff({ roles: ['LEAD'] }), id)
  expect(story?.rounds[0]?.parts.flatMap(({ late }) => late.map(({ code }) => code))).toEqual(['BLURRED'])
  const copy = await readSubmitted(applicant, { qualificationId: id, revision: '1' })
  expect(copy?.parts.length).toBeGreaterThan(0)
  expect(JSON.stringify(copy?.parts)).not.toContain('BLURRED')
})

test('it is among the applicant’s data, apart from what they were shown', async () => {
  const { applicant, id } = await aReadLate()
  expect(await readOwnQualifications(applicant)).toMatchObject([{ id, details: { shown: 1, late: 1 } }])
  const exported = await exportQualification(applicant, id, { paths: new Map(), leftOut: [] })
  const [submission] = exported?.submissions ?? []
  expect(submission?.shown.map(({ code }) => code)).toEqual(['SIGNATURE_NOT_OWN_NAME'])
  expect(submission?.readAfterSubmitting).toEqual([
    {
      ...LATE,
      field: null,
      foundAt: expect.any(Date),
      kind: 'DOCUMENT',
      fieldGroup: null,
      document: 'ID_PORTRAIT',
      senderSignatureId: null,
    },
  ])
  const portrait = submission?.documents.find(({ kind }) => kind === 'ID_PORTRAIT')
  expect(portrait?.files[0]?.readings).toMatchObject([{ kind: 'RESIDENT_ID', quality: { blur: true } }])
})

test('it is erased with the details, and so is what still waits to be read', async () => {
  const { id } = await aReadLate()
  const other = await aReadLate()
  for (const one of [id, other.id]) {
    const { id: submissionId } = await submissionOf(one)
    await database().lateReading.create({ data: { submissionId, fileId: submissionId } })
  }
  await endedAgo(id, 'WITHDRAWN', 800)
  const erase = (scopes: Parameters<typeof eraseQualification>[2]['scopes']) =>
    transaction((tx) =>
      eraseQualification(tx, { kind: 'SYSTEM', id: null }, { id, scopes, cause: 'RETENTION', requestId: null }),
    )
  await erase(['DOCUMENTS'])
  expect(await rowsOf(id)).toEqual([1, 1])
  await erase(['DOCUMENTS', 'DETAILS'])
  expect([await rowsOf(id), await rowsOf(other.id)]).toEqual([
    [0, 0],
    [1, 1],
  ])
  await database().lateReading.deleteMany() // of no file
})

test('a restored copy of it is erased again', async () => {
  const { id } = await aReadLate()
  const other = await aReadLate()
  await endedAgo(id, 'WITHDRAWN', 800)
  const { dataKeyId } = await database().qualification.findUniqueOrThrow({ where: { id } })
  await transaction(async (tx) => {
    await eraseDataKeys(tx, [{ dataKeyId, kind: 'QUALIFICATION', subjectId: id }], 'TEST')
    await settleErased(tx, { qualificationIds: [id], userIds: [] })
  })
  expect([await rowsOf(id), await rowsOf(other.id)]).toEqual([
    [0, 0],
    [1, 0],
  ])
})
