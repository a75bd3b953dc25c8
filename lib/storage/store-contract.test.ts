import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { CreateMultipartUploadCommand, ListMultipartUploadsCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HOUR, MINUTE } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { hasMoto, startMoto } from '@/tests/setup/moto'
import { diskStore } from './disk-store'
import { PART_LENGTH, s3Store } from './s3-store'
import { BlobExistsError, BlobMissingError, type BlobStore, besideBlob } from './store-port'

/** A store, and what a test does to it behind its back. */
type Subject = {
  store: BlobStore
  /** Puts something that is no blob next to the blobs. */
  litter(id: string): Promise<void>
  /** Leaves half a blob, as a killed process does. */
  abandon(): Promise<void>
  /** True if concurrent puts are distinguished: moto checks and stores in two steps. */
  isAtomic: boolean
  /** Counts the halves of blobs. */
  unfinished(): Promise<number>
  end(): void
}

const of = (bytes: Uint8Array) => Readable.from([bytes])

async function onDisk(): Promise<Subject> {
  const folder = join(mkdtempSync(join(tmpdir(), 'zhunxin-store-')), 'blobs')
  const incoming = join(folder, 'incoming')
  return {
    store: diskStore(folder),
    isAtomic: true,
    async litter(id) {
      mkdirSync(join(folder, 'lost+found'))
      writeFileSync(join(folder, id.slice(-2), 'notes.txt'), '')
    },
    async abandon() {
      mkdirSync(incoming, { recursive: true })
      const left = join(incoming, `${newId()}.part`)
      writeFileSync(left, 'x')
      const before = new Date(Date.now() - HOUR)
      utimesSync(left, before, before)
    },
    unfinished: async () => readdirSync(incoming).length,
    end: () => rmSync(join(folder, '..'), { recursive: true }),
  }
}

async function onS3(): Promise<Subject> {
  const { place, client, stop } = await startMoto()
  const { bucket: Bucket } = place
  return {
    store: s3Store(place),
    isAtomic: false,
    async litter(id) {
      for (const Key of ['notes.txt', `blobs/${id.slice(-2)}/notes.txt`, `blobs/${newId()}`])
        await client.send(new PutObjectCommand({ Bucket, Key, Body: '' }))
    },
    async abandon() {
      await client.send(new CreateMultipartUploadCommand({ Bucket, Key: `blobs/aa/${newId()}` }))
    },
    unfinished: async () => (await client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads?.length ?? 0,
    end: stop,
  }
}

describe.each([
  { name: 'the disk', make: onDisk, isThere: true },
  { name: 'S3 (moto)', make: onS3, isThere: hasMoto },
])('$name', ({ make, isThere }) => {
  let subject: Subject
  let store: BlobStore

  beforeAll(async () => {
    if (!isThere) return
    subject = await make()
    store = subject.store
  })
  afterAll(() => subject?.end())

  async function listed() {
    const ids: string[] = []
    for await (const { id, storedAt } of store.list()) {
      expect(Math.abs(Date.now() - storedAt.getTime())).toBeLessThan(MINUTE)
      ids.push(id)
    }
    return ids.sort()
  }

  test.skipIf(!isThere)('lists what it has, and nothing else that lies there', async () => {
    expect(await listed()).toEqual([])
    const ids = [newId(), newId(), newId()].sort()
    for (const id of ids) await store.put(id, of(randomBytes(1)))
    await subject.litter(ids[0] ?? '')
    expect(await listed()).toEqual(ids)
  })

  test
    .skipIf(!isThere)
    .each([0, 1, 200_000, PART_LENGTH - 1, PART_LENGTH, PART_LENGTH + 1, 2 * PART_LENGTH, 2 * PART_LENGTH + 70_000])(
    'gives back %i bytes as it was given them',
    async (length) => {
      const id = newId()
      const bytes = randomBytes(length)
      expect(await store.has(id)).toBe(false)
      await store.put(id, Readable.from(piecesOf(bytes)))
      expect(await store.has(id)).toBe(true)
      expect((await buffer(await store.open(id))).equals(bytes)).toBe(true)
      expect(await subject.unfinished()).toBe(0)
    },
  )

  test.skipIf(!isThere).each([
    [0, 0],
    [0, 55],
    [56, 65_600],
    [199_999, 199_999],
    [100_000, Number.MAX_SAFE_INTEGER],
    [200_000, 200_010],
  ])('gives bytes %i to %i back, as far as there are any', async (start, end) => {
    const id = newId()
    const bytes = randomBytes(200_000)
    await store.put(id, of(bytes))
    expect((await buffer(await store.open(id, { start, end }))).equals(bytes.subarray(start, end + 1))).toBe(true)
    await expect(store.open(newId(), { start, end })).rejects.toThrow(BlobMissingError)
  })

  test.skipIf(!isThere)('what is missing is missing, and may be removed', async () => {
    const id = newId()
    await expect(store.open(id)).rejects.toThrow(BlobMissingError)
    await store.remove(id)
    await store.put(id, of(randomBytes(10)))
    await store.remove(id)
    expect(await store.has(id)).toBe(false)
    await expect(store.open(id)).rejects.toThrow(BlobMissingError)
  })

  test.skipIf(!isThere)('an opened blob is read to its end though it is removed meanwhile', async () => {
    const id = newId()
    const bytes = randomBytes(500_000)
    await store.put(id, of(bytes))
    const opened = await store.open(id)
    await store.remove(id)
    expect((await buffer(opened)).equals(bytes)).toBe(true)
  })

  test.skipIf(!isThere).each(['', '../../etc/passwd', '..', 'A'.repeat(36), `${newId()}/../x`, newId().toUpperCase()])(
    'an id such as %j touches nothing',
    async (id) => {
      const before = await listed()
      await expect(store.put(id, of(randomBytes(1)))).rejects.toThrow(TypeError)
      await expect(store.open(id)).rejects.toThrow(TypeError)
      await expect(store.has(id)).rejects.toThrow(TypeError)
      await expect(store.remove(id)).rejects.toThrow(TypeError)
      expect(await listed()).toEqual(before)
    },
  )

  test.skipIf(!isThere).each([100_000, PART_LENGTH + 1])(
    'of many puts of one id one wins whole, and the others are refused (%i bytes)',
    async (length) => {
      const id = newId()
      const contents = Array.from({ length: 4 }, () => randomBytes(length))
      const started = contents.map((bytes) => () => store.put(id, of(bytes)))
      const puts = subject.isAtomic ? await Promise.allSettled(started.map((put) => put())) : await inTurn(started)

      const won = contents.filter((_, at) => puts[at]?.status === 'fulfilled')
      expect(won.length).toBe(1)
      expect((await buffer(await store.open(id))).equals(won[0] ?? Buffer.alloc(0))).toBe(true)
      for (const put of puts) if (put.status === 'rejected') expect(put.reason).toBeInstanceOf(BlobExistsError)
      await expect(store.put(id, of(randomBytes(1)))).rejects.toThrow(BlobExistsError)
      expect(await subject.unfinished()).toBe(0)
    },
  )

  test.skipIf(!isThere)('blobs are stored together, all or none', async () => {
    const first = newId()
    const blobs = [first, besideBlob(first), newId()].map((id) => ({ id, bytes: randomBytes(100_000) }))
    await store.putTogether(blobs.map(({ id, bytes }) => ({ id, ciphertext: of(bytes) })))
    for (const { id, bytes } of blobs) expect((await buffer(await store.open(id))).equals(bytes)).toBe(true)
    const taken = [newId(), first, newId()]
    const again = store.putTogether(taken.map((id) => ({ id, ciphertext: of(randomBytes(10)) })))
    await expect(again).rejects.toMatchObject({ name: 'BlobExistsError', blobId: first })
    expect((await buffer(await store.open(first))).equals(blobs[0]?.bytes ?? Buffer.alloc(0))).toBe(true)
    for (const id of taken) if (id !== first) expect(await store.has(id)).toBe(false)
    expect(await subject.unfinished()).toBe(0)
  })

  test.skipIf(!isThere).each([
    ['fails', 1000, (source: PassThrough) => source.destroy(new Error('connection reset')), 'connection reset'],
    ['vanishes', 1000, (source: PassThrough) => source.destroy(), /premature close/i],
    ['fails', 2 * PART_LENGTH + 1, (source: PassThrough) => source.destroy(new Error('late reset')), 'late reset'],
  ])('leaves nothing when its source %s after %i bytes', async (_, length, end, message) => {
    const id = newId()
    const source = new PassThrough()
    source.on('error', () => {})
    const put = store.put(id, source)
    put.catch(() => {}) // looked at below
    for (const piece of piecesOf(randomBytes(length))) {
      if (!source.write(piece)) await new Promise((resolve) => source.once('drain', resolve))
    }
    end(source)
    await expect(put).rejects.toThrow(message)
    expect(await store.has(id)).toBe(false)
    expect(await subject.unfinished()).toBe(0)
  })

  test.skipIf(!isThere)('a source that failed before it came is no crash', async () => {
    const source = new PassThrough()
    source.on('error', () => {})
    source.destroy(new Error('gone'))
    await nextTurn()
    await expect(store.put(newId(), source)).rejects.toThrow('gone')
  })

  test.skipIf(!isThere)('says that it can be written to, and leaves nothing of the trial', async () => {
    const before = await listed()
    expect(await store.isWritable()).toBe(true)
    expect(await listed()).toEqual(before)
    expect(await subject.unfinished()).toBe(0)
  })

  test.skipIf(!isThere)(
    'half a blob that nobody writes any more is taken away, and what is younger than asked is not',
    async () => {
      await subject.abandon()
      await store.removeUnfinished(new Date(0))
      expect(await subject.unfinished()).toBe(1)
      const ids = await listed()
      await store.removeUnfinished(new Date(Date.now() + MINUTE))
      expect(await subject.unfinished()).toBe(0)
      expect(await listed()).toEqual(ids)
    },
  )
})

async function inTurn(started: readonly (() => Promise<void>)[]): Promise<PromiseSettledResult<void>[]> {
  const settled: PromiseSettledResult<void>[] = []
  for (const put of started) settled.push(...(await Promise.allSettled([put()])))
  return settled
}

function* piecesOf(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}
