import { Readable } from 'node:stream'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { reader } from '@/lib/checks/read-picture'
import { database } from '@/lib/db/client'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { StartRefusedError } from '@/lib/imaging/decoder/decoding-rule'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { plain } from '@/lib/imaging/testing/sample-images'
import { aDraft } from '@/tests/factories/qualifications'
import { aLetterReading, aReading } from '@/tests/factories/readings'
import { uploadReady } from '@/tests/factories/uploads'
import { claimReading, EXTEND_EVERY_MS, extendLease } from './claim-reading'
import { readNext } from './read-next'
import { readReadings } from './read-readings'

beforeAll(bundleDecoder)
beforeEach(async () => void (await database().reading.deleteMany()))
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})
afterAll(() => decoderPool().close())

let shade = 0
async function aPhotograph() {
  const { applicant, id } = await aDraft()
  const jpeg = await plain(800, 640 + shade++)
    .jpeg()
    .toBuffer()
  const slot = { qualificationId: id, kind: 'ID_PORTRAIT', senderSignatureId: null } as const
  const { fileId } = await uploadReady(applicant, { ...slot, fileName: '正面.jpg', source: Readable.from([jpeg]) })
  return { fileId, accountId: applicant.accountId }
}

const NO_LETTERS = { issuedPagesOf: async () => null, titles: async () => [] }

test('each picture is read for its account, and the account whose child is loaded goes first', async () => {
  const [one, other] = [await aPhotograph(), await aPhotograph()]
  const reading = vi.spyOn(reader(), 'read').mockResolvedValue({ reading: aReading(), flat: Buffer.alloc(0) })
  vi.spyOn(reader(), 'ownerInTurn', 'get').mockReturnValue(other.accountId)
  expect([await readNext(NO_LETTERS), await readNext(NO_LETTERS)]).toEqual([true, true])
  expect(reading.mock.calls.map(([owner, { kind }]) => [owner, kind])).toEqual([
    [other.accountId, 'PICTURE'],
    [one.accountId, 'PICTURE'],
  ])
  expect((await readReadings(database(), [one.fileId, other.fileId])).pages.size).toBe(2)
  expect(await readNext(NO_LETTERS)).toBe(false)
})

test('a letter is compared with what was issued in a child of its account too', async () => {
  const { accountId } = await aPhotograph()
  const flat = Buffer.alloc(0)
  const reading = vi.spyOn(reader(), 'read').mockResolvedValue({ reading: aLetterReading(null, true), flat })
  const issued = [{ code: 'code', jpeg: await plain(100, 100).jpeg().toBuffer() }]
  expect(await readNext({ issuedPagesOf: async () => issued, titles: async () => ['授权委托书'] })).toBe(true)
  expect(reading.mock.calls).toMatchObject([
    [accountId, { kind: 'LETTER', codes: ['code'], titles: ['授权委托书'] }, { length: 2 }],
  ])
})

test('while a reader could read the keyring, a picture waits as long as it takes, and so does the one behind it', async () => {
  const { fileId } = await aPhotograph()
  await aPhotograph()
  const reading = vi.spyOn(reader(), 'read').mockRejectedValue(new StartRefusedError())
  for (let count = 0; count < 5; count += 1) {
    await database().reading.updateMany({ data: { leasedUntil: null } })
    expect(await readNext(NO_LETTERS)).toBe(false)
  }
  expect(await database().reading.findUnique({ where: { fileId } })).toMatchObject({ state: 'WAITING', attempts: 0 })
  reading.mockResolvedValue({ reading: aReading(), flat: Buffer.alloc(0) })
  await database().reading.updateMany({ data: { leasedUntil: null } })
  expect(await readNext(NO_LETTERS)).toBe(true)
})

const rowOf = (fileId: string) => database().reading.findUniqueOrThrow({ where: { fileId } })
/** Ends the lease of a file, as if its worker had been at it for longer. */
const endLease = (fileId: string) =>
  database()
    .$executeRaw`UPDATE readings SET leased_until = clock_timestamp() - interval '1 second' WHERE file_id = ${fileId}::uuid`
const isLeased = async (fileId: string) => {
  const [row] = await database().$queryRaw<{ isLeased: boolean }[]>`
    SELECT leased_until > clock_timestamp() AS "isLeased" FROM readings WHERE file_id = ${fileId}::uuid`
  return row?.isLeased
}

test('while a picture is read for longer than its lease, no other worker claims it', async () => {
  const { fileId } = await aPhotograph()
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const others: unknown[] = []
  const reading = vi.spyOn(reader(), 'read').mockImplementation(async () => {
    for (let count = 0; count < 4; count += 1) {
      await endLease(fileId)
      vi.advanceTimersByTime(EXTEND_EVERY_MS)
      await expect.poll(() => isLeased(fileId)).toBe(true)
      others.push(await claimReading())
    }
    return { reading: aReading(), flat: Buffer.alloc(0) }
  })
  expect(await readNext(NO_LETTERS)).toBe(true)
  expect(others).toEqual([null, null, null, null])
  expect(await rowOf(fileId)).toMatchObject({ state: 'READ', attempts: 1 })
  expect(reading).toHaveBeenCalledOnce()
  expect(vi.getTimerCount()).toBe(0)
})

test('a worker that lost its lease extends and stores nothing', async () => {
  const { fileId } = await aPhotograph()
  let second: Awaited<ReturnType<typeof claimReading>> = null
  vi.spyOn(reader(), 'read').mockImplementation(async () => {
    await endLease(fileId)
    second = await claimReading()
    return { reading: aReading(), flat: Buffer.alloc(0) }
  })
  expect(await readNext(NO_LETTERS)).toBe(true)
  expect(second).toMatchObject({ fileId, attempts: 2 })
  const { leasedUntil } = await rowOf(fileId)
  await extendLease({ fileId, accountId: '', pageCount: 1, attempts: 1 })
  expect(await rowOf(fileId)).toMatchObject({ state: 'WAITING', attempts: 2, leasedUntil })
})
