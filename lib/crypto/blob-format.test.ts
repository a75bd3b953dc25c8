import { createCipheriv, createHash, createHmac, randomBytes } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CHUNK_LENGTH, decrypted, encrypted, HEADER_LENGTH, SEALED_CHUNK_LENGTH } from './blob-format'

const key = randomBytes(32)
const ID = '0198c0de-0000-7000-8000-000000000001'
const CHUNK = 16_384
const lengths = [
  0,
  1,
  15,
  16,
  17,
  CHUNK - 1,
  CHUNK,
  CHUNK + 1,
  2 * CHUNK - 1,
  2 * CHUNK,
  2 * CHUNK + 1,
  3 * CHUNK,
  50_000,
]

/** Collects what comes out before the end or the failure. */
async function released(pieces: AsyncIterable<Buffer>) {
  const out: Buffer[] = []
  let error: unknown
  try {
    for await (const piece of pieces) out.push(piece)
  } catch (thrown) {
    error = thrown
  }
  return { released: Buffer.concat(out), error }
}

const encryptAll = (plaintext: Uint8Array, context = ID, dataKey = key) =>
  buffer(encrypted(dataKey, context, [plaintext]))

const decryptAll = (blob: Uint8Array, context = ID, dataKey = key) => released(decrypted(dataKey, context, [blob]))

async function expectFault(blob: Uint8Array, fault: string, released = 0) {
  const result = await decryptAll(blob)
  expect(result.error).toMatchObject({ name: 'BlobBrokenError', fault })
  expect(result.released.length).toBeLessThanOrEqual(released)
}

function flipped(blob: Buffer, at: number, mask = 1) {
  const copy = Buffer.from(blob)
  copy[at] = (copy[at] ?? 0) ^ mask
  return copy
}

/** Cuts at the given lengths in turn, for as long as there is something. */
function* cut(whole: Uint8Array, sizes: readonly number[]) {
  let at = 0
  for (let turn = 0; at < whole.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    yield whole.subarray(at, at + size)
    at += size
  }
}

describe('the format, held against its text', () => {
  const SALT = Buffer.from(Array.from({ length: 24 }, (_, at) => 100 + at))
  const KEY = Buffer.from(Array.from({ length: 32 }, (_, at) => at))

  /** Encrypts as the specification alone says, with whole messages in memory. */
  function asSpecified(dataKey: Buffer, salt: Buffer, context: string, plaintext: Buffer) {
    const info = Buffer.concat([
      Buffer.from('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM'),
      Buffer.of(0),
      salt,
      Buffer.from(context),
    ])
    const t1 = createHmac('sha512', dataKey).update(info).update(Buffer.of(1)).digest()
    const t2 = createHmac('sha512', dataKey).update(t1).update(info).update(Buffer.of(2)).digest()
    const derived = Buffer.concat([t1, t2]).subarray(0, 76)
    const base = BigInt(`0x${derived.subarray(32, 44).toString('hex')}`)
    const blob = [salt, derived.subarray(44)]
    for (let number = 0; number * CHUNK <= plaintext.length; number++) {
      const nonce = Buffer.from((base ^ BigInt(number)).toString(16).padStart(24, '0'), 'hex')
      const cipher = createCipheriv('aes-256-gcm', derived.subarray(0, 32), nonce)
      blob.push(cipher.update(plaintext.subarray(number * CHUNK, (number + 1) * CHUNK)), cipher.final())
      blob.push(cipher.getAuthTag())
    }
    return Buffer.concat(blob)
  }

  // Computed with Python's hmac and cryptography.
  const hello = Buffer.from(
    '6465666768696a6b6c6d6e6f707172737475767778797a7b11591f70d8b307398f0190c56e26bbbdf6b86e096e24f6897cb14eacaf7e1c62' +
      'd8297b968a3f5e045b3dc9c01e6bba4fc6069aec4a',
    'hex',
  )

  test('a blob made elsewhere opens', async () => {
    expect(await decryptAll(hello, ID, KEY)).toEqual({ released: Buffer.from('hello'), error: undefined })
    expect(asSpecified(KEY, SALT, ID, Buffer.from('hello'))).toEqual(hello)
  })

  test('so does one of two chunks', async () => {
    const plaintext = Buffer.from(Array.from({ length: CHUNK + 5 }, (_, i) => (i * 7 + Math.floor(i / 251)) % 256))
    const blob = asSpecified(KEY, SALT, ID, plaintext)
    expect(createHash('sha256').update(blob).digest('hex')).toBe(
      '9ee27bc31973827d6d19c1436c28b3573395ce79c29c6a1333d6c627f107d389',
    )
    expect((await decryptAll(blob, ID, KEY)).released).toEqual(plaintext)
  })

  test.each(lengths)('a blob of %i bytes equals what the specification says, and opens again', async (length) => {
    const plaintext = randomBytes(length)
    const blob = await encryptAll(plaintext)
    expect(blob).toEqual(asSpecified(key, blob.subarray(0, 24), ID, plaintext))
    expect(blob).toHaveLength(HEADER_LENGTH + length + 16 * (Math.floor(length / CHUNK) + 1))
    expect(await decryptAll(blob)).toEqual({ released: plaintext, error: undefined })
  })

  test('its sizes', () => expect([HEADER_LENGTH, CHUNK_LENGTH, SEALED_CHUNK_LENGTH]).toEqual([56, 16_384, 16_400]))

  test('more chunks than a byte counts', async () => {
    const plaintext = randomBytes(260 * CHUNK + 3)
    const blob = await encryptAll(plaintext)
    expect(blob.equals(asSpecified(key, blob.subarray(0, 24), ID, plaintext))).toBe(true)
    expect((await decryptAll(blob)).released.equals(plaintext)).toBe(true)
  })

  test('the same plaintext never makes the same blob', async () => {
    expect(await encryptAll(Buffer.from('x'))).not.toEqual(await encryptAll(Buffer.from('x')))
  })
})

test('input in any pieces gives the same output', async () => {
  const sizes = fc.array(
    fc.oneof(fc.integer({ min: 1, max: 40_000 }), fc.constantFrom(1, 55, 56, 57, CHUNK, CHUNK + 16)),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 70_000 }), sizes, sizes, async (length, inSizes, outSizes) => {
      // A byte at a time is slow over the whole of it, and says no more.
      fc.pre(Math.max(...inSizes) > 20 && Math.max(...outSizes) > 20)
      const plaintext = randomBytes(length)
      const blob = await buffer(encrypted(key, ID, cut(plaintext, inSizes)))
      const opened = await released(decrypted(key, ID, cut(blob, outSizes)))
      expect(opened.error).toBeUndefined()
      expect(opened.released.equals(plaintext)).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('a byte at a time, and empty pieces between them', async () => {
  const plaintext = randomBytes(CHUNK + 100)
  const blob = await buffer(encrypted(key, ID, cut(plaintext, [1])))
  const withEmpty = [...cut(blob, [1, 700, 16_000])].flatMap((piece) => [Buffer.alloc(0), piece])
  expect(await released(decrypted(key, ID, withEmpty))).toEqual({ released: plaintext, error: undefined })
})

describe('any alteration is refused', () => {
  test.each([0, 5])('each bit of a blob of %i bytes', async (length) => {
    const blob = await encryptAll(randomBytes(length))
    for (let bit = 0; bit < blob.length * 8; bit++) {
      const at = bit >> 3
      await expectFault(flipped(blob, at, 1 << (bit & 7)), at < HEADER_LENGTH ? 'WRONG_KEY' : 'ALTERED')
    }
  })

  test('each byte of a small blob, to any other value', async () => {
    const blob = await encryptAll(Buffer.from('13'))
    await fc.assert(
      fc.asyncProperty(fc.nat(blob.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        await expectFault(flipped(blob, at, mask), at < HEADER_LENGTH ? 'WRONG_KEY' : 'ALTERED')
      }),
      { numRuns: 300 },
    )
  })

  test('a blob of three chunks, at any byte: only whole chunks before it come out', async () => {
    const blob = await encryptAll(randomBytes(2 * CHUNK + 9))
    await fc.assert(
      fc.asyncProperty(fc.nat(blob.length - 1), fc.integer({ min: 1, max: 255 }), async (at, mask) => {
        const chunk = Math.floor((at - HEADER_LENGTH) / SEALED_CHUNK_LENGTH)
        await expectFault(flipped(blob, at, mask), chunk < 0 ? 'WRONG_KEY' : 'ALTERED', Math.max(chunk, 0) * CHUNK)
      }),
      { numRuns: 60 },
    )
  })

  test('cut at every length of a small one', async () => {
    const blob = await encryptAll(randomBytes(40))
    for (let length = 0; length < blob.length; length++) {
      const isShort = length < HEADER_LENGTH + 16
      await expectFault(blob.subarray(0, length), isShort ? 'TRUNCATED' : 'ALTERED')
    }
  })

  test.each([2 * CHUNK, 2 * CHUNK + 100, 3 * CHUNK - 1])('%i bytes cut around each chunk edge', async (length) => {
    const blob = await encryptAll(randomBytes(length))
    for (let edge = HEADER_LENGTH; edge <= blob.length; edge += SEALED_CHUNK_LENGTH) {
      const whole = ((edge - HEADER_LENGTH) / SEALED_CHUNK_LENGTH) * CHUNK
      const before = Math.max(0, whole - CHUNK)
      await expectFault(blob.subarray(0, edge), 'TRUNCATED', whole)
      await expectFault(blob.subarray(0, edge - 1), edge === HEADER_LENGTH ? 'TRUNCATED' : 'ALTERED', before)
      for (const more of [1, 15]) await expectFault(blob.subarray(0, edge + more), 'TRUNCATED', whole)
      if (edge + 16 < blob.length) await expectFault(blob.subarray(0, edge + 16), 'ALTERED', whole)
    }
  })

  test('a last chunk of full length, even one that authenticates', async () => {
    const blob = await encryptAll(randomBytes(2 * CHUNK))
    await expectFault(blob.subarray(0, -16), 'TRUNCATED', 2 * CHUNK)
  })

  test('something after its end', async () => {
    for (const length of [0, 5, CHUNK]) {
      const blob = await encryptAll(randomBytes(length))
      const whole = Math.floor(length / CHUNK) * CHUNK
      for (const more of [1, 16, SEALED_CHUNK_LENGTH]) {
        const { error, released } = await decryptAll(Buffer.concat([blob, randomBytes(more)]))
        expect(error).toMatchObject({ name: 'BlobBrokenError' })
        expect(released.length).toBeLessThanOrEqual(whole)
      }
    }
  })

  test('chunks swapped, repeated, left out', async () => {
    const blob = await encryptAll(randomBytes(3 * CHUNK + 7))
    const header = blob.subarray(0, HEADER_LENGTH)
    const chunk = (number: number) =>
      blob.subarray(HEADER_LENGTH + number * SEALED_CHUNK_LENGTH).subarray(0, SEALED_CHUNK_LENGTH)
    const made = (...numbers: number[]) => Buffer.concat([header, ...numbers.map(chunk)])

    expect((await decryptAll(made(0, 1, 2, 3))).error).toBeUndefined()
    await expectFault(made(1, 0, 2, 3), 'ALTERED')
    await expectFault(made(0, 2, 1, 3), 'ALTERED', CHUNK)
    await expectFault(made(0, 0, 1, 2, 3), 'ALTERED', CHUNK)
    await expectFault(made(0, 1, 3), 'ALTERED', 2 * CHUNK)
    await expectFault(made(3), 'ALTERED')
  })

  test('chunks, salts and commitments of another blob under the same key and context', async () => {
    const [one, other] = [await encryptAll(randomBytes(CHUNK + 5)), await encryptAll(randomBytes(CHUNK + 5))]
    for (const edge of [HEADER_LENGTH, HEADER_LENGTH + SEALED_CHUNK_LENGTH]) {
      const spliced = Buffer.concat([one.subarray(0, edge), other.subarray(edge)])
      await expectFault(spliced, 'ALTERED', CHUNK)
    }
    await expectFault(Buffer.concat([one.subarray(0, 24), other.subarray(24)]), 'WRONG_KEY')
  })

  test('another key, another context: before any chunk is looked at', async () => {
    const blob = await encryptAll(randomBytes(10))
    for (const { error, released } of [
      await decryptAll(blob, ID, randomBytes(32)),
      await decryptAll(blob, '0198c0de-0000-7000-8000-000000000002'),
      await decryptAll(blob, ''),
      await decryptAll(blob.subarray(0, HEADER_LENGTH), ID, randomBytes(32)),
    ]) {
      expect(error).toMatchObject({ name: 'BlobBrokenError', fault: 'WRONG_KEY' })
      expect(released).toHaveLength(0)
    }
  })

  test('a commitment that is not the key’s, though every chunk authenticates', async () => {
    const blob = await encryptAll(Buffer.from('hello'))
    for (let at = 24; at < HEADER_LENGTH; at++) await expectFault(flipped(blob, at), 'WRONG_KEY')
  })
})

test('a plaintext whose source breaks makes no end', async () => {
  async function* breaking() {
    yield randomBytes(100)
    throw new Error('source broke')
  }
  const { released: blob, error } = await released(encrypted(key, ID, breaking()))
  expect(error).toMatchObject({ message: 'source broke' })
  expect(blob.length).toBeLessThanOrEqual(HEADER_LENGTH)
})

test.each([0, 16, 31, 33])('a data key of %i bytes is none', async (length) => {
  const blob = await encryptAll(randomBytes(1))
  await expect(buffer(encrypted(Buffer.alloc(length), ID, []))).rejects.toThrow(RangeError)
  expect((await decryptAll(blob, ID, Buffer.alloc(length))).error).toBeInstanceOf(RangeError)
})

test('holds no more than a few chunks, however long the blob', async () => {
  const total = 64 * 1024 * 1024
  const piece = randomBytes(64 * 1024)
  let [sent, received, most] = [0, 0, 0]
  function* pieces() {
    while (sent < total) {
      sent += piece.length
      yield piece
    }
  }
  for await (const part of decrypted(key, ID, encrypted(key, ID, pieces()))) {
    received += part.length
    most = Math.max(most, sent - received)
  }
  expect(received).toBe(total)
  expect(most).toBeGreaterThan(0)
  expect(most).toBeLessThan(1024 * 1024)
})
