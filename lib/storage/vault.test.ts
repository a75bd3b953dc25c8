import { randomBytes } from 'node:crypto'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, expect, test, vi } from 'vitest'
import { newId } from '@/lib/core/ids'

const folder = vi.hoisted(() => ({ data: '' }))
folder.data = mkdtempSync(join(tmpdir(), 'zhunxin-vault-'))
vi.stubEnv('ZHUNXIN_DATA', folder.data)
const { readBlob, writeBlob } = await import('./vault')

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
  await vi.waitUntil(() => incoming().length === 1)
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
  await vi.waitUntil(() => plaintext.destroyed)
  await expect(writeBlob({ id, key, plaintext: randomBytes(10) })).rejects.toMatchObject({ name: 'BlobExistsError' })
})
