import { Readable } from 'node:stream'
import { beforeEach, expect, test, vi } from 'vitest'
import type { PersonActor } from '@/lib/auth/actor'
import { newId } from '@/lib/core/ids'
import { database, transaction } from '@/lib/db/client'
import { eraseFiles } from '@/lib/documents/erase-files'
import { collectPartialFiles } from '@/lib/documents/partial-file'
import { MOST_A_DAY, MOST_UNFINISHED, MOST_UNFINISHED_BYTES } from '@/lib/documents/upload-quota'
import { blobStore } from '@/lib/storage/blob-store'
import { aKeptFile } from '@/tests/factories/kept-files'
import { aMemberOf } from '@/tests/factories/people'
import { aDraft, aRegisteredApplicant } from '@/tests/factories/qualifications'
import { beginUpload } from './begin-upload'
import { continueUpload } from './continue-upload'
import { dropUpload } from './drop-upload'
import { takeInDocument } from './take-in-document'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const MEGABYTE = 1024 * 1024
/** Of a letter as a PDF, which is the largest that is accepted. */
const LETTER = 20 * MEGABYTE
const LETTERS = MOST_UNFINISHED_BYTES / LETTER

let applicant: Awaited<ReturnType<typeof aRegisteredApplicant>>
/** Of one account: one person may have ten uploads in each. */
let drafts: string[]
beforeEach(async () => {
  applicant = await aRegisteredApplicant()
  drafts = []
  while (drafts.length < 7) {
    const { id } = await aDraft(applicant)
    // An untouched draft would be taken up again.
    await database().submission.updateMany({ where: { qualificationId: id }, data: { draftVersion: 1 } })
    drafts.push(id)
  }
})

async function begin(at: number, size: number, actor: PersonActor = applicant): Promise<string> {
  const id = newId()
  const slot = { qualificationId: drafts[at % drafts.length] ?? '', senderSignatureId: null }
  await beginUpload(actor, { ...slot, kind: 'COMMITMENT_LETTER', fileName: '承诺书.pdf', size, id })
  return id
}

async function beginMany(count: number, size: number): Promise<string[]> {
  const ids: string[] = []
  while (ids.length < count) ids.push(await begin(ids.length, size))
  return ids
}

test('announced bytes count before they come, and are free again when an upload was given up', async () => {
  const ids = await beginMany(LETTERS, LETTER)
  const params = { count: LETTERS + 1, megabytes: 481, allowed: MOST_UNFINISHED, allowedMegabytes: 480 }
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

test('so many are not finished at once, however small', async () => {
  await beginMany(MOST_UNFINISHED, 100)
  await expect(begin(6, 100)).rejects.toMatchObject({ code: 'TOO_MANY_UNFINISHED', params: { megabytes: 1 } })
})

test('members who start at the same time do not pass the limit together', async () => {
  await beginMany(LETTERS - 1, LETTER)
  const members: PersonActor[] = [applicant]
  while (members.length < 5) members.push((await aMemberOf(applicant.accountId)).actor)
  const outcomes = await Promise.allSettled(members.map((member) => begin(6, LETTER, member)))
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
  expect(refused).toMatchObject(Array.from({ length: 4 }, () => ({ reason: { code: 'TOO_MANY_UNFINISHED' } })))
})

test('four members who send six photographs each are far below', async () => {
  expect(4 * 6).toBeLessThanOrEqual(MOST_UNFINISHED / 2)
  expect(4 * 6 * 10 * MEGABYTE).toBeLessThanOrEqual(MOST_UNFINISHED_BYTES / 2)
})

test('what someone abandoned an hour ago makes room for them, and no younger one, and none of another member', async () => {
  const ids = await beginMany(LETTERS, LETTER)
  const { actor: member } = await aMemberOf(applicant.accountId)
  const [abandoned = ''] = ids
  await continueUpload(applicant, { id: abandoned, offset: 0, source: Readable.from([Buffer.alloc(1_000)]) })
  const [part] = await database().uploadPart.findMany({ where: { uploadId: abandoned } })
  await database().$executeRaw`
    UPDATE uploads SET created_at = now() - interval '61 minutes' WHERE id = ${abandoned}::uuid`
  await expect(begin(0, LETTER, member)).rejects.toMatchObject({ code: 'TOO_MANY_UNFINISHED' })
  await begin(0, LETTER)
  expect(await database().upload.count({ where: { id: abandoned } })).toBe(0)
  await expect(blobStore().open(part?.id ?? '')).rejects.toThrow()
  await expect(begin(0, LETTER)).rejects.toMatchObject({ code: 'TOO_MANY_UNFINISHED' })
})

test('an account stores so much in a day; what it replaced or removed is free, and the day after is another one', async () => {
  const [first, second] = [await aKeptFile(), await aKeptFile()]
  const own = (size: number, id = first.id) =>
    database().storedFile.update({ where: { id }, data: { accountId: applicant.accountId, size } })
  await own(MOST_A_DAY - 1_000_000_000)
  await own(1_000_000_000, second.id)
  const refused = { code: 'TOO_MUCH_A_DAY', params: { megabytes: 2_000, allowed: 2_000 } }
  await expect(begin(0, LETTER)).rejects.toMatchObject(refused)
  const whole = { qualificationId: drafts[0] ?? '', kind: 'ID_PORTRAIT', senderSignatureId: null } as const
  const take = takeInDocument(applicant, { ...whole, fileName: 'a.jpg', source: Readable.from([Buffer.alloc(9)]) })
  await expect(take).rejects.toMatchObject(refused)
  await own(999_999_999, second.id)
  await begin(0, LETTER)
  await own(1_000_000_000, second.id)
  await expect(begin(1, LETTER)).rejects.toMatchObject(refused)
  await database().$executeRaw`
    UPDATE stored_files SET created_at = now() - interval '25 hours' WHERE id = ${second.id}::uuid`
  await begin(1, LETTER)
})

test('what expired and was collected is free', async () => {
  const ids = await beginMany(LETTERS, LETTER)
  await database().upload.updateMany({ where: { id: { in: ids } }, data: { expiresAt: new Date(Date.now() - 1) } })
  await collectPartialFiles()
  await begin(0, LETTER)
})

test('a file that was erased counts no more', async () => {
  const { id } = await aKeptFile()
  const { accountId } = applicant
  await database().storedFile.update({ where: { id }, data: { accountId, size: MOST_A_DAY } })
  await expect(begin(0, LETTER)).rejects.toMatchObject({ code: 'TOO_MUCH_A_DAY' })
  await transaction((tx) => eraseFiles(tx, [id], 'REPLACED'))
  await begin(0, LETTER)
})
