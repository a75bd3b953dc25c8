import { randomBytes } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { newId } from '@/lib/core/ids'
import { PATIENCE } from '@/tests/setup/patience.mjs'

const folder = vi.hoisted(() => ({ data: '' }))
folder.data = mkdtempSync(join(tmpdir(), 'zhunxin-vault-'))
vi.stubEnv('ZHUNXIN_DATA', folder.data)
const { readBlob, readBlobRange, writeBlob } = await import('./vault')

afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(folder.data, { recursive: true })
})

const key = randomBytes(32)
const pathOf = (id: string) => join(folder.data, 'blobs', id.slice(-2), id)
const incoming = () => readdirSync(join(folder.data, 'blobs', 'incoming'))

async function aBlob(plaintext: Buffer) {
  const id = newId()
  await writeBlob({ id, key, plaintext })
  return id
}

test.each([0, 1, 16_384, 65_536, 1_000_000])('%i bytes come back, from a buffer and from a stream', async (length) => {
  const plaintext = randomBytes(length)
  const ids = [newId(), newId()] as const
  await writeBlob({ id: ids[0], key, plaintext })
  await writeBlob({ id: ids[1], key, plaintext: Readable.from(length ? [plaintext] : []) })
  for (const id of ids) expect((await buffer(await readBlob({ id, key }))).equals(plaintext)).toBe(true)
  expect(incoming()).toEqual([])
})

test('it can be piped on, or left alone', async () => {
  const plaintext = randomBytes(300_000)
  const id = await aBlob(plaintext)
  const through = new PassThrough()
  const read = buffer(through)
  ;(await readBlob({ id, key })).pipe(through)
  expect((await read).equals(plaintext)).toBe(true)

  const unread = await readBlob({ id, key })
  unread.destroy()
  await nextTurn()
})

test('nothing of the plaintext is on the disk', async () => {
  const marker = Buffer.from('350102199003078888-身份证')
  const id = await aBlob(Buffer.concat([randomBytes(20_000), marker, randomBytes(20_000)]))
  expect(readFileSync(pathOf(id)).includes(marker)).toBe(false)
})

test.each([
  ['another key', async (id: string) => ({ id, key: randomBytes(32) }), 'WRONG_KEY'],
  [
    'another blob in its place, under the same key',
    async (id: string) => {
      copyFileSync(pathOf(await aBlob(randomBytes(100))), pathOf(id))
      return { id, key }
    },
    'WRONG_KEY',
  ],
  [
    'a flipped bit',
    async (id: string) => {
      const bytes = readFileSync(pathOf(id))
      bytes[80] = (bytes[80] ?? 0) ^ 1
      writeFileSync(pathOf(id), bytes)
      return { id, key }
    },
    'ALTERED',
  ],
  [
    'an empty file',
    async (id: string) => {
      writeFileSync(pathOf(id), '')
      return { id, key }
    },
    'TRUNCATED',
  ],
])('%s rejects before anything is read', async (_, spoil, fault) => {
  const id = await aBlob(randomBytes(100))
  await expect(readBlob(await spoil(id))).rejects.toMatchObject({ name: 'BlobBrokenError', fault })
})

test('a blob that is cut late fails its reader, now or later, and nobody else', async () => {
  const id = await aBlob(randomBytes(2_000_000))
  writeFileSync(pathOf(id), readFileSync(pathOf(id)).subarray(0, 1_500_000))
  await expect(buffer(await readBlob({ id, key }))).rejects.toMatchObject({ name: 'BlobBrokenError', fault: 'ALTERED' })

  const small = await aBlob(randomBytes(40_000))
  writeFileSync(pathOf(small), readFileSync(pathOf(small)).subarray(0, 30_000))
  const late = await readBlob({ id: small, key })
  await new Promise((resolve) => setTimeout(resolve, 20)) // it has failed by now
  await expect(pipeline(late, new PassThrough().resume())).rejects.toMatchObject({ name: 'BlobBrokenError' })
})

test('a missing blob is missing', async () => {
  await expect(readBlob({ id: newId(), key })).rejects.toMatchObject({ name: 'BlobMissingError' })
})

test.each([
  ['fails', (source: PassThrough) => source.destroy(new Error('connection reset')), 'connection reset'],
  ['vanishes', (source: PassThrough) => source.destroy(), /premature close/i],
])('leaves nothing when its plaintext %s half-way', async (_, end, message) => {
  const id = newId()
  const source = new PassThrough()
  const writing = writeBlob({ id, key, plaintext: source })
  source.write(randomBytes(100_000))
  await vi.waitUntil(() => incoming().length === 1, PATIENCE)
  end(source)
  await expect(writing).rejects.toThrow(message)
  expect(existsSync(pathOf(id))).toBe(false)
  expect(incoming()).toEqual([])
})

test('leaves nothing when its plaintext has failed before, or fails at once', async () => {
  const gone = new PassThrough()
  gone.on('error', () => {})
  gone.destroy(new Error('gone'))
  await nextTurn()
  await expect(writeBlob({ id: newId(), key, plaintext: gone })).rejects.toThrow()

  const late = new PassThrough()
  const writing = writeBlob({ id: newId(), key, plaintext: late })
  late.destroy(new Error('gone at once'))
  await expect(writing).rejects.toThrow('gone at once')
  expect(incoming()).toEqual([])
})

test('ends the plaintext when the store refuses', async () => {
  const id = await aBlob(randomBytes(10))
  const plaintext = Readable.from(
    (function* () {
      for (;;) yield randomBytes(1000)
    })(),
  )
  await expect(writeBlob({ id: 'no-id', key, plaintext })).rejects.toThrow(TypeError)
  await vi.waitUntil(() => plaintext.destroyed, PATIENCE)
  await expect(writeBlob({ id, key, plaintext: randomBytes(10) })).rejects.toMatchObject({ name: 'BlobExistsError' })
})

describe('some bytes of it', () => {
  const CHUNK = 16_384
  const within = async (blob: { id: string; size: number }, start: number, end: number) =>
    buffer(await readBlobRange({ ...blob, key }, { start, end }))

  test.each([3 * CHUNK, 3 * CHUNK + 1, 3 * CHUNK - 1, 50_000, 1])('are those of a blob of %i bytes', async (size) => {
    const plaintext = randomBytes(size)
    const id = await aBlob(plaintext)
    const edges = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, size - 2, size - 1]
    const places = edges.filter((at) => at >= 0 && at < size)
    for (const start of places) {
      for (const end of places.filter((at) => at >= start)) {
        expect((await within({ id, size }, start, end)).equals(plaintext.subarray(start, end + 1))).toBe(true)
      }
    }
  })

  test.each([
    [-1, 5],
    [5, 4],
    [0, 100],
    [Number.NaN, 5],
  ])('%i to %i of a hundred is no range', async (start, end) => {
    const id = await aBlob(randomBytes(100))
    await expect(within({ id, size: 100 }, start, end)).rejects.toThrow(RangeError)
  })

  const spoilt: [string, (bytes: Buffer) => Buffer, string][] = [
    ['a bit flipped in them', (bytes) => flipped(bytes, 56 + 16_400 + 5), 'ALTERED'],
    ['the header altered', (bytes) => flipped(bytes, 30), 'WRONG_KEY'],
    ['another chunk in their place', swapped, 'ALTERED'],
    ['the end cut off', (bytes) => bytes.subarray(0, 56 + 16_400 + 100), 'TRUNCATED'],
    ['the end cut off between chunks', (bytes) => bytes.subarray(0, 56 + 16_400), 'TRUNCATED'],
  ]
  test.each(spoilt)('are refused with %s', async (_, spoil, fault) => {
    const size = 60_000
    const id = await aBlob(randomBytes(size))
    writeFileSync(pathOf(id), spoil(readFileSync(pathOf(id))))
    const broken = expect.objectContaining({ name: 'BlobBrokenError', fault })
    await expect(within({ id, size }, 17_000, 30_000)).rejects.toEqual(broken)
  })

  test('at the end, what was added to it or cut from it is refused', async () => {
    const size = 40_000
    const id = await aBlob(randomBytes(size))
    const bytes = readFileSync(pathOf(id))
    for (const altered of [
      Buffer.concat([bytes, Buffer.alloc(16)]),
      bytes.subarray(0, -1),
      bytes.subarray(0, -7_300),
    ]) {
      writeFileSync(pathOf(id), altered)
      await expect(within({ id, size }, 39_000, 39_999)).rejects.toMatchObject({ name: 'BlobBrokenError' })
    }
  })

  test('what is missing is missing', async () => {
    await expect(within({ id: newId(), size: 10 }, 0, 9)).rejects.toMatchObject({ name: 'BlobMissingError' })
  })
})

function flipped(bytes: Buffer, at: number) {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

/** Swaps the first chunk and the second. */
function swapped(bytes: Buffer) {
  const [first, second, third] = [56, 56 + 16_400, 56 + 2 * 16_400]
  return Buffer.concat([
    bytes.subarray(0, first),
    bytes.subarray(second, third),
    bytes.subarray(first, second),
    bytes.subarray(third),
  ])
}
