import { randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { beforeAll, describe, expect, test } from 'vitest'
import { heavy } from '@/tests/setup/heavy'
import { BlobBrokenError, CHUNK_LENGTH, decrypted, encrypted, HEADER_LENGTH, SEALED_CHUNK_LENGTH } from './blob-format'

const key = randomBytes(32)
const [ID, OTHER_ID] = ['0198c0de-0000-7000-8000-000000000001', '0198c0de-0000-7000-8000-000000000002']
const plaintext = randomBytes(40 * 1024)
const { tries: flipsOfEach, done } = heavy('blob-flips', { quick: 1, long: 8 })
let blob: Buffer

beforeAll(async () => {
  blob = await encryptedFor(ID)
})

const encryptedFor = async (id: string) => buffer(encrypted(key, id, [plaintext]))

/** Returns the plaintext that was released before the refusal; null if nothing was refused. */
async function releasedBeforeRefusal(spoilt: Buffer, id = ID): Promise<Buffer | null> {
  const out: Buffer[] = []
  try {
    for await (const piece of decrypted(key, id, [spoilt])) out.push(piece)
    return null
  } catch (error) {
    if (error instanceof BlobBrokenError) return Buffer.concat(out)
    throw error
  }
}

/** Returns whether the blob was refused, and only whole, unspoilt chunks before the first spoilt byte were released. */
async function isRefused(spoilt: Buffer, at: number, id = ID): Promise<boolean> {
  const released = await releasedBeforeRefusal(spoilt, id)
  const wholeChunks = Math.max(0, Math.floor((at - HEADER_LENGTH) / SEALED_CHUNK_LENGTH))
  if (!released || released.length % CHUNK_LENGTH > 0 || released.length > wholeChunks * CHUNK_LENGTH) return false
  return released.equals(plaintext.subarray(0, released.length))
}

describe('a blob of 40 KiB', () => {
  test('opens as it is', async () => expect(await releasedBeforeRefusal(blob)).toBeNull())

  test('is refused with any byte of it flipped', { timeout: flipsOfEach * 180_000 }, async () => {
    const passed: [at: number, bit: number][] = []
    const flip = (at: number, mask: number) => blob.writeUInt8(blob.readUInt8(at) ^ mask, at)
    for (let at = 0; at < blob.length; at++) {
      for (let turn = 0; turn < flipsOfEach; turn++) {
        const bit = (at + turn) % 8
        flip(at, 1 << bit)
        if (!(await isRefused(blob, at))) passed.push([at, bit])
        flip(at, 1 << bit)
      }
    }
    expect(passed).toEqual([])
    expect(await releasedBeforeRefusal(blob)).toBeNull()
    done(flipsOfEach, { bytes: blob.length, flips: blob.length * flipsOfEach, opened: passed.length })
  })

  test('is refused when it is cut at or around each edge, and at any length in between', async () => {
    const edges = [
      HEADER_LENGTH,
      SEALED_CHUNK_LENGTH + HEADER_LENGTH,
      2 * SEALED_CHUNK_LENGTH + HEADER_LENGTH,
      blob.length,
    ]
    const around = edges.flatMap((edge) => [-17, -16, -15, -1, 0, 1, 15, 16, 17].map((by) => edge + by))
    const between = Array.from({ length: 200 }, (_, turn) => Math.floor((turn * blob.length) / 200))
    for (const length of [...around, ...between].filter((length) => length < blob.length)) {
      expect(await isRefused(blob.subarray(0, length), length), `cut at ${length}`).toBe(true)
    }
  })

  test('is refused with chunks in another order, and with those of another blob', async () => {
    const other = await encryptedFor(OTHER_ID)
    const again = await encryptedFor(ID)
    const chunk = (of: Buffer, number: number) =>
      of.subarray(HEADER_LENGTH + number * SEALED_CHUNK_LENGTH).subarray(0, SEALED_CHUNK_LENGTH)
    const made = (...chunks: Buffer[]) => Buffer.concat([blob.subarray(0, HEADER_LENGTH), ...chunks])
    const [one, two, three] = [chunk(blob, 0), chunk(blob, 1), chunk(blob, 2)]
    const secondAt = HEADER_LENGTH + SEALED_CHUNK_LENGTH

    expect(await releasedBeforeRefusal(made(one, two, three))).toBeNull()
    expect(await isRefused(made(two, one, three), HEADER_LENGTH)).toBe(true)
    expect(await isRefused(made(one, three, two), secondAt)).toBe(true)
    expect(await isRefused(made(one, three), secondAt)).toBe(true)
    for (const foreign of [other, again]) {
      expect(await isRefused(made(chunk(foreign, 0), two, three), HEADER_LENGTH)).toBe(true)
      expect(await isRefused(made(one, chunk(foreign, 1), three), secondAt)).toBe(true)
    }
    expect(await isRefused(other, 0)).toBe(true)
    expect(await isRefused(blob, 0, OTHER_ID)).toBe(true)
  })
})
