import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newId } from '@/lib/core/ids'
import { diskStore } from './disk-store'
import { BlobExistsError, BlobMissingError, type BlobStore, StoreFullError } from './store-port'

/** Fails the calls of the file system that a test names, as a disk would. */
const disk = vi.hoisted(() => ({
  fails: undefined as undefined | ((call: string) => string | undefined),
  calls: [] as string[],
}))

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof import('node:fs/promises')>()
  const watched = (call: string) => {
    disk.calls.push(call)
    const code = disk.fails?.(call)
    if (code) throw Object.assign(new Error(`${code}: ${call}`), { code })
  }
  return {
    ...real,
    open: async (path: string, flags: string, mode?: number) => {
      watched(`open ${flags}`)
      const handle = await real.open(path, flags, mode)
      const sync = handle.sync.bind(handle)
      handle.sync = async () => {
        watched(flags === 'r' ? 'sync folder' : 'sync file')
        await sync()
      }
      return handle
    },
    writeFile: (file: import('node:fs/promises').FileHandle, content: AsyncIterable<Uint8Array>) =>
      real.writeFile(
        file,
        (async function* () {
          for await (const piece of content) {
            watched('write')
            yield piece
          }
        })(),
      ),
    link: async (from: string, to: string) => {
      watched('link')
      await real.link(from, to)
    },
  }
})

let folder: string
let store: BlobStore

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'zhunxin-store-')), 'blobs')
  store = diskStore(folder)
  disk.calls = []
})

afterEach(() => {
  disk.fails = undefined
  rmSync(join(folder, '..'), { recursive: true })
})

const incoming = () => readdirSync(join(folder, 'incoming'))
const of = (bytes: Uint8Array) => Readable.from([bytes])
const pathOf = (id: string) => join(folder, id.slice(-2), id)

async function listed() {
  const ids: string[] = []
  for await (const { id, storedAt } of store.list()) {
    expect(Date.now() - storedAt.getTime()).toBeLessThan(60_000)
    ids.push(id)
  }
  return ids.sort()
}

test('keeps what it is given, its owner’s alone, and gives it back', async () => {
  const id = newId()
  const bytes = randomBytes(200_000)
  expect(await store.has(id)).toBe(false)
  await store.put(id, of(bytes))

  expect(await store.has(id)).toBe(true)
  expect(await buffer(await store.open(id))).toEqual(bytes)
  expect(statSync(pathOf(id)).mode & 0o777).toBe(0o600)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(incoming()).toEqual([])
})

test('syncs the file before it has its name, and the folder before it returns', async () => {
  await store.put(newId(), of(randomBytes(10)))
  const [file, link] = [disk.calls.indexOf('sync file'), disk.calls.indexOf('link')]
  expect(file).toBeGreaterThan(disk.calls.lastIndexOf('write'))
  expect(link).toBeGreaterThan(file)
  expect(disk.calls.lastIndexOf('sync folder')).toBeGreaterThan(link)
  expect(disk.calls.indexOf('sync folder')).toBeLessThan(link) // the fan-out folder’s own name
})

test.each([
  [0, 0],
  [0, 55],
  [56, 65_600],
  [199_999, 199_999],
  [100_000, Number.MAX_SAFE_INTEGER],
])('gives bytes %i to %i back, as far as there are any', async (start, end) => {
  const id = newId()
  const bytes = randomBytes(200_000)
  await store.put(id, of(bytes))
  expect(await buffer(await store.open(id, { start, end }))).toEqual(bytes.subarray(start, end + 1))
})

test('what is missing is missing, and may be removed', async () => {
  const id = newId()
  await expect(store.open(id)).rejects.toThrow(BlobMissingError)
  await store.remove(id)
  await store.put(id, of(randomBytes(10)))
  await store.remove(id)
  expect(await store.has(id)).toBe(false)
  await expect(store.open(id)).rejects.toThrow(BlobMissingError)
})

test('an opened blob is read to its end though it is removed meanwhile', async () => {
  const id = newId()
  const bytes = randomBytes(500_000)
  await store.put(id, of(bytes))
  const opened = await store.open(id)
  await store.remove(id)
  expect(await buffer(opened)).toEqual(bytes)
})

test('lists what it has, and nothing else that lies there', async () => {
  expect(await listed()).toEqual([])
  const ids = [newId(), newId(), newId()].sort()
  for (const id of ids) await store.put(id, of(randomBytes(1)))
  writeFileSync(join(folder, 'incoming', 'x.part'), '')
  mkdirSync(join(folder, 'lost+found'))
  writeFileSync(join(folder, ids[0]?.slice(-2) ?? '', 'notes.txt'), '')
  expect(await listed()).toEqual(ids)
})

test.each(['', '../../etc/passwd', '..', 'A'.repeat(36), `${newId()}/../x`, newId().toUpperCase()])(
  'an id such as %j touches nothing',
  async (id) => {
    await expect(store.put(id, of(randomBytes(1)))).rejects.toThrow(TypeError)
    await expect(store.open(id)).rejects.toThrow(TypeError)
    await expect(store.has(id)).rejects.toThrow(TypeError)
    await expect(store.remove(id)).rejects.toThrow(TypeError)
    expect(existsSync(folder)).toBe(false)
  },
)

test('of many puts of one id one wins whole, and the others are refused', async () => {
  const id = newId()
  const contents = Array.from({ length: 8 }, () => randomBytes(100_000))
  const puts = await Promise.allSettled(contents.map((bytes) => store.put(id, of(bytes))))

  const [won, ...more] = puts.flatMap(({ status }, at) => (status === 'fulfilled' ? [contents[at]] : []))
  expect(more).toEqual([])
  expect(readFileSync(pathOf(id))).toEqual(won)
  for (const put of puts) if (put.status === 'rejected') expect(put.reason).toBeInstanceOf(BlobExistsError)
  await expect(store.put(id, of(randomBytes(1)))).rejects.toThrow(BlobExistsError)
  expect(incoming()).toEqual([])
})

test.each([
  ['write', 'ENOSPC', StoreFullError],
  ['write', 'EDQUOT', StoreFullError],
  ['open wx', 'ENOSPC', StoreFullError],
  ['sync file', 'ENOSPC', StoreFullError],
  ['sync file', 'EIO', Error],
  ['link', 'ENOSPC', StoreFullError],
  ['link', 'EIO', Error],
])('leaves nothing when %s fails with %s, and works again after', async (call, code, kind) => {
  const id = newId()
  await store.put(newId(), of(randomBytes(1)))
  let countdown = call === 'write' ? 2 : 1
  disk.fails = (current) => (current === call && --countdown === 0 ? code : undefined)
  const source = Readable.from([randomBytes(10), randomBytes(10), randomBytes(10)])

  await expect(store.put(id, source)).rejects.toThrow(kind)
  expect(source.destroyed).toBe(true)
  expect(await store.has(id)).toBe(false)
  expect(incoming()).toEqual([])
  await store.put(id, of(randomBytes(1)))
})

test('a blob whose folder can’t be synced is not there', async () => {
  const id = newId()
  let isLinked = false
  disk.fails = (call) => {
    if (call === 'link') isLinked = true
    return isLinked && call === 'sync folder' ? 'EIO' : undefined
  }
  await expect(store.put(id, of(randomBytes(1)))).rejects.toMatchObject({ code: 'EIO' })
  disk.fails = undefined
  expect(await store.has(id)).toBe(false)
  expect(incoming()).toEqual([])
})

test('a folder that can’t be made is tried again the next time', async () => {
  disk.fails = (call) => (call === 'sync folder' ? 'EIO' : undefined)
  await expect(store.put(newId(), of(randomBytes(1)))).rejects.toMatchObject({ code: 'EIO' })
  disk.fails = undefined
  await store.put(newId(), of(randomBytes(1)))
})

test.each([
  ['fails', (source: PassThrough) => source.destroy(new Error('connection reset')), 'connection reset'],
  ['vanishes', (source: PassThrough) => source.destroy(), /premature close/i],
])('leaves nothing when its source %s half-way', async (_, end, message) => {
  const id = newId()
  const source = new PassThrough()
  source.write(randomBytes(1000))
  const put = store.put(id, source)
  await vi.waitUntil(() => existsSync(join(folder, 'incoming')) && incoming().length === 1)
  end(source)
  await expect(put).rejects.toThrow(message)
  expect(await store.has(id)).toBe(false)
  expect(incoming()).toEqual([])
})

test('a source that failed before it came is no crash', async () => {
  const source = new PassThrough()
  source.on('error', () => {})
  source.destroy(new Error('gone'))
  await nextTurn()
  await expect(store.put(newId(), source)).rejects.toThrow('gone')

  const late = new PassThrough()
  const put = store.put(newId(), late)
  late.destroy(new Error('gone at once'))
  await expect(put).rejects.toThrow('gone at once')
  expect(incoming()).toEqual([])
})

test('what a killed process left is removed at start, and what another still writes is not', async () => {
  mkdirSync(join(folder, 'incoming'), { recursive: true })
  const [old, young] = [join(folder, 'incoming', 'old.part'), join(folder, 'incoming', 'young.part')]
  for (const path of [old, young]) writeFileSync(path, 'x')
  const twoHoursAgo = new Date(Date.now() - 2 * 3_600_000)
  utimesSync(old, twoHoursAgo, twoHoursAgo)
  await store.put(newId(), of(randomBytes(1)))
  expect(incoming()).toEqual(['young.part'])
})

test('says whether it can be written to', async () => {
  expect(await store.isWritable()).toBe(true)
  expect(incoming()).toEqual([])
  disk.fails = (call) => (call === 'write' || call === 'sync file' ? 'EROFS' : undefined)
  await expect(store.isWritable()).rejects.toMatchObject({ code: 'EROFS' })
  expect(incoming()).toEqual([])
})
