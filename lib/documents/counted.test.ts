import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { HEAD_LENGTH } from '@/lib/imaging/sniff'
import { counted } from './counted'

test.each([1, 100, HEAD_LENGTH - 1, HEAD_LENGTH, HEAD_LENGTH + 1, 300_000])('%i bytes go by', async (length) => {
  const bytes = randomBytes(length)
  for (const cut of [1_000, 50_000, length]) {
    const pieces = []
    for (let at = 0; at < length; at += cut) pieces.push(bytes.subarray(at, at + cut))
    const { bytes: passing, tally } = counted(Readable.from(pieces), length)
    expect((await buffer(passing)).equals(bytes)).toBe(true)
    const { head, ...rest } = tally()
    expect(rest).toEqual({ size: length, sha256: createHash('sha256').update(bytes).digest() })
    expect(head.equals(bytes.subarray(0, HEAD_LENGTH))).toBe(true)
  }
})

test('nothing is no file', async () => {
  await expect(buffer(counted(Readable.from([]), 10).bytes)).rejects.toMatchObject({ code: 'FILE_EMPTY' })
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
  await expect(buffer(counted(endless, 5_000).bytes)).rejects.toMatchObject({
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
  await expect(buffer(counted(cut, 100).bytes)).rejects.toMatchObject({ code: 'UPLOAD_CUT_OFF' })
})
