import { Readable } from 'node:stream'
import { beforeEach, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { HOUR, SECOND } from '@/lib/core/clock'
import type { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import { database, transaction } from '@/lib/db/client'
import { eraseFiles } from '@/lib/documents/erase-files'
import { collectPartialFiles } from '@/lib/documents/partial-file'
import { MAX_PER_DAY, MAX_UNFINISHED, MAX_UNFINISHED_BYTES } from '@/lib/documents/upload-quota'
import { blobStore } from '@/lib/storage/blob-store'
import { aMemberOf } from '@/tests/factories/people'
import { aDraft, aRegisteredApplicant } from '@/tests/factories/qualifications'
import { aFileInVault } from '@/tests/factories/stored-files'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { acceptDocument } from './accept-document'
import { continueUpload } from './continue-upload'
import { dropUpload } from './drop-upload'
import { findUpload } from './find-upload'
import { startUpload } from './start-upload'

const MEGABYTE = 1024 * 1024
/** The size of a letter as a PDF, which is the largest file that is accepted. */
const LETTER = 20 * MEGABYTE
const LETTERS = MAX_UNFINISHED_BYTES / LETTER

let applicant: Awaited<ReturnType<typeof aRegisteredApplicant>>
/** Lists drafts of one account: one person may have ten uploads in each. */
let drafts: string[]
beforeEach(async () => {
  applicant = await aRegisteredApplicant()
  drafts = []
  while (drafts.length < 7) {
    const { id } = await aDraft(applicant)
    // An untouched draft would be reused.
    await database().submission.updateMany({ where: { qualificationId: id }, data: { draftVersion: 1 } })
    drafts.push(id)
  }
})

async function begin(at: number, size: number, actor: PersonActor = applicant): Promise<string> {
  const id = newId()
  const slot = { qualificationId: drafts[at % drafts.length] ?? '', senderSignatureId: null }
  await startUpload(actor, { ...slot, kind: 'COMMITMENT_LETTER', fileName: '承诺书.pdf', size, id })
  return id
}

async function startMany(count: number, size: number): Promise<string[]> {
  const ids: string[] = []
  while (ids.length < count) ids.push(await begin(ids.length, size))
  return ids
}

test('announced bytes count before they arrive, and no longer once the upload was dropped', async () => {
  const ids = await startMany(LETTERS, LETTER)
  const params = { count: LETTERS + 1, megabytes: 481, allowed: MAX_UNFINISHED, allowedMegabytes: 480 }
  await expect(begin(0, MEGABYTE)).rejects.toMatchObject({ code: 'TOO_MANY_UNFINISHED', params })
  expect(await database().upload.count({ where: { qualificationId: { in: drafts } } })).toBe(LETTERS)
  const other = await aDraft()
  drafts.push(other.id)
  await begin(drafts.length - 1, LETTER, other.applicant) // another account is not affected
  drafts.pop()

  await dropUpload(applicant, ids[0] ?? '')
  await begin(0, LETTER)
  await expect(begin(0, MEGABYTE)).rejects.toMatchObject({ code: 'TOO_MANY_UNFINISHED' })
})

test('the number of unfinished uploads is limited, however small they are', async () => {
  await startMany(MAX_UNFINISHED, 100)
  await expect(begin(6, 100)).rejects.toMatchObject({ code: 'TOO_MANY_UNFINISHED', params: { megabytes: 1 } })
})

test('members who start uploads at the same time do not exceed the limit together', async () => {
  await startMany(LETTERS - 1, LETTER)
  const members: PersonActor[] = [applicant]
  while (members.length < 5) members.push((await aMemberOf(applicant.accountId)).actor)
  const outcomes = await Promise.allSettled(members.map((member) => begin(6, LETTER, member)))
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
  expect(refused).toMatchObject(Array.from({ length: 4 }, () => ({ reason: { code: 'TOO_MANY_UNFINISHED' } })))
})

test('four members who upload six photographs each are far below the limit', async () => {
  expect(4 * 6).toBeLessThanOrEqual(MAX_UNFINISHED / 2)
  expect(4 * 6 * 10 * MEGABYTE).toBeLessThanOrEqual(MAX_UNFINISHED_BYTES / 2)
})

test('an own upload that was abandoned an hour ago is dropped to make room; a younger one or that of another member is not', async () => {
  const ids = await startMany(LETTERS, LETTER)
  const { actor: member } = await aMemberOf(applicant.accountId)
  const [abandoned = ''] = ids
  const source = Readable.from([Buffer.alloc(1_000)])
  await continueUpload(applicant, await findUpload(applicant, abandoned), { offset: 0, source })
  const [part] = await database().uploadPart.findMany({ where: { uploadId: abandoned } })
  await database().$executeRaw`
    UPDATE uploads SET created_at = now() - interval '61 minutes' WHERE id = ${abandoned}::uuid`
  await expect(begin(0, LETTER, member)).rejects.toMatchObject({ code: 'TOO_MANY_UNFINISHED' })
  await begin(0, LETTER)
  expect(await database().upload.count({ where: { id: abandoned } })).toBe(0)
  await expect(blobStore().open(part?.id ?? '')).rejects.toThrow()
  await expect(begin(0, LETTER)).rejects.toMatchObject({ code: 'TOO_MANY_UNFINISHED' })
})

test('the bytes that an account stores in a day are limited; replaced and removed files don’t count, and the next day starts from zero', async () => {
  const [first, second] = [await aFileInVault(), await aFileInVault()]
  const own = (size: number, id = first.id) =>
    database().storedFile.update({ where: { id }, data: { accountId: applicant.accountId, size } })
  await own(MAX_PER_DAY - 1_000_000_000)
  await own(1_000_000_000, second.id)
  const refused = { code: 'TOO_MUCH_A_DAY', params: { megabytes: 2_000, allowed: 2_000 } }
  await expect(begin(0, LETTER)).rejects.toMatchObject(refused)
  const whole = { qualificationId: drafts[0] ?? '', kind: 'ID_PORTRAIT', senderSignatureId: null } as const
  const take = acceptDocument(applicant, { ...whole, fileName: 'a.jpg', source: Readable.from([Buffer.alloc(9)]) })
  await expect(take).rejects.toMatchObject(refused)
  await own(999_999_999, second.id)
  await begin(0, LETTER)
  await own(1_000_000_000, second.id)
  await expect(begin(1, LETTER)).rejects.toMatchObject(refused)
  await database().$executeRaw`
    UPDATE stored_files SET created_at = now() - interval '25 hours' WHERE id = ${second.id}::uuid`
  await begin(1, LETTER)
})

test('a refusal for the day says when enough of what was stored is a day old', async () => {
  const { accountId } = applicant
  const store = async (size: number, hours: number) => {
    const { id } = await aFileInVault()
    await database().$executeRaw`
      UPDATE stored_files SET account_id = ${accountId}::uuid, size = ${size}, created_at = now() - make_interval(hours => ${hours}::int)
      WHERE id = ${id}::uuid`
  }
  await store(5 * MEGABYTE, 23) // without it they are still too many
  await store(MAX_PER_DAY - 5 * MEGABYTE, 20)
  await store(5 * MEGABYTE, 2)
  const refusal = await begin(0, LETTER).catch((error: unknown) => error)
  expect(refusal).toMatchObject({ code: 'TOO_MUCH_A_DAY', params: { megabytes: 2_005, seconds: expect.any(Number) } })
  const { seconds } = (refusal as DomainError).params
  expect(seconds).toBeLessThanOrEqual((4 * HOUR) / SECOND)
  expect(seconds).toBeGreaterThan((4 * HOUR - PATIENCE) / SECOND)
  expect(Number.isInteger(seconds)).toBe(true)
})

test('expired uploads that were collected don’t count', async () => {
  const ids = await startMany(LETTERS, LETTER)
  await database().upload.updateMany({ where: { id: { in: ids } }, data: { expiresAt: new Date(Date.now() - 1_000) } })
  await collectPartialFiles()
  await begin(0, LETTER)
})

test('an erased file no longer counts', async () => {
  const { id } = await aFileInVault()
  const { accountId } = applicant
  await database().storedFile.update({ where: { id }, data: { accountId, size: MAX_PER_DAY } })
  await expect(begin(0, LETTER)).rejects.toMatchObject({ code: 'TOO_MUCH_A_DAY' })
  await transaction((tx) => eraseFiles(tx, [id], 'REPLACED'))
  await begin(0, LETTER)
})
