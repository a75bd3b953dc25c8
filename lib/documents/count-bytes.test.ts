import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { HEAD_LENGTH } from '@/lib/imaging/sniff'
import { StoreUnavailableError } from '@/lib/storage/store-port'
import { countBytes } from './count-bytes'

const upTo = (maxBytes: number) => ({ mediaTypes: ['image/jpeg'], maxBytes })

test.each([1, 100, HEAD_LENGTH - 1, HEAD_LENGTH, HEAD_LENGTH + 1, 300_000])('%i bytes go by', async (length) => {
  const bytes = randomBytes(length)
  for (const cut of [1_000, 50_000, length]) {
    const pieces = []
    for (let at = 0; at < length; at += cut) pieces.push(bytes.subarray(at, at + cut))
    const { bytes: passing, tally } = countBytes(Readable.from(pieces), upTo(length))
    expect((await buffer(passing)).equals(bytes)).toBe(true)
    const { head, ...rest } = tally()
    expect(rest).toEqual({ size: length, sha256: createHash('sha256').update(bytes).digest() })
    expect(head.equals(bytes.subarray(0, HEAD_LENGTH))).toBe(true)
  }
})

test('nothing is no file', async () => {
  await expect(buffer(countBytes(Readable.from([]), upTo(10)).bytes)).rejects.toMatchObject({ code: 'FILE_EMPTY' })
})

test('no more is read than is taken', async () => {
  let sent = 0
  const endless = Readable.from(
    (function* () {
      for (;;) {
        sent += 1_000
        yield Buffer.alloc(1_000)
      }
    })(),
  )
  await expect(buffer(countBytes(endless, upTo(5_000)).bytes)).rejects.toMatchObject({
    code: 'FILE_TOO_BIG',
    params: { maxBytes: 5_000 },
  })
  expect(endless.destroyed).toBe(true)
  expect(sent).toBeLessThan(100_000)
})

test('a source that fails is a sender who went away', async () => {
  const cut = Readable.from(
    (function* () {
      yield Buffer.alloc(10)
      throw new Error('cut off')
    })(),
  )
  await expect(buffer(countBytes(cut, upTo(100)).bytes)).rejects.toMatchObject({ code: 'UPLOAD_CUT_OFF' })
})

test('a store that fails is no sender who went away', async () => {
  const failing = Readable.from(
    (async function* () {
      yield Buffer.alloc(10)
      throw new StoreUnavailableError({ code: 'ECONNREFUSED' })
    })(),
  )
  await expect(buffer(countBytes(failing, upTo(100)).bytes)).rejects.toBeInstanceOf(StoreUnavailableError)
})

test.each([
  ['%PDF-1.7\n', 200_000, 'taken'],
  ['%PDF-1.7\n', 200_001, 200_000],
  ['\xff\xd8\xff\xe0', 100_000, 'taken'],
  ['\xff\xd8\xff\xe0', 100_001, 100_000],
  ['no picture', 100_001, 100_000],
])('a file that starts with %j and has %i bytes has the limit of its type: %s', async (begin, length, outcome) => {
  const bytes = Buffer.alloc(length)
  bytes.write(begin, 'latin1')
  const limits = { mediaTypes: ['image/jpeg', 'application/pdf'], maxBytes: 100_000, maxPdfBytes: 200_000 }
  const pieces = [bytes.subarray(0, 1_000), bytes.subarray(1_000, 99_000), bytes.subarray(99_000)]
  const passed = await buffer(countBytes(Readable.from(pieces), limits).bytes).then(
    () => 'taken',
    (error: { code: string; params: { maxBytes: number } }) => error.params.maxBytes,
  )
  expect(passed).toBe(outcome)
})
