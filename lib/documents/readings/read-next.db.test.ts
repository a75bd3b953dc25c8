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
import { readNext } from './read-next'
import { readReadings } from './read-readings'

beforeAll(bundleDecoder)
beforeEach(async () => void (await database().reading.deleteMany()))
afterEach(() => void vi.restoreAllMocks())
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
