import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { HOUR } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { diskStore } from './disk-store'
import { type BlobStore, besideBlob, StoreFullError } from './store-port'

/** Fails the calls of the file system that a test names, as a disk would. */
const disk = vi.hoisted(() => ({
  fails: undefined as undefined | ((call: string) => string | undefined),
  takesPart: false,
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
      const writev = handle.writev.bind(handle)
      // As a disk that is nearly full: a part of it, and of the rest why not.
      handle.writev = (async (pieces: readonly Buffer[]) => {
        watched('write')
        return writev(disk.takesPart ? [pieces[0]?.subarray(0, 100) ?? Buffer.alloc(0)] : pieces)
      }) as typeof handle.writev
      return handle
    },
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
  disk.takesPart = false
  rmSync(join(folder, '..'), { recursive: true })
})

const incoming = () => readdirSync(join(folder, 'incoming'))
const of = (bytes: Uint8Array) => Readable.from([bytes])
const pathOf = (id: string) => join(folder, id.slice(-2), id)

test('stores what it is given, readable by its owner alone', async () => {
  const id = newId()
  const bytes = randomBytes(200_000)
  await store.put(id, of(bytes))

  expect(readFileSync(pathOf(id))).toEqual(bytes)
  expect(statSync(pathOf(id)).mode & 0o777).toBe(0o600)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(incoming()).toEqual([])
})

test('writes the rest when the disk writes a part', async () => {
  disk.takesPart = true
  const [id, bytes] = [newId(), randomBytes(1_000_000)]
  await store.put(id, Readable.from([bytes.subarray(0, 10_000), bytes.subarray(10_000)]))
  expect(readFileSync(pathOf(id)).equals(bytes)).toBe(true)
})

test('syncs the file and the folder of its name before it returns', async () => {
  await store.put(newId(), of(randomBytes(10)))
  const link = disk.calls.indexOf('link')
  expect(disk.calls.indexOf('sync file')).toBeGreaterThan(disk.calls.lastIndexOf('write'))
  expect(disk.calls.lastIndexOf('sync folder')).toBeGreaterThan(link)
  expect(disk.calls.indexOf('sync folder')).toBeLessThan(link) // the fan-out folder’s own name
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
  const source = Readable.from([randomBytes(300_000), randomBytes(300_000), randomBytes(300_000)])

  await expect(store.put(id, source)).rejects.toThrow(kind)
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

test('blobs of one place are synced together: each file, and their folder once', async () => {
  await store.put(newId(), of(randomBytes(1)))
  disk.calls = []
  const first = newId()
  const blobs = [first, besideBlob(first), besideBlob(first)].map((id) => ({ id, ciphertext: of(randomBytes(9)) }))
  await store.putTogether(blobs)
  expect(disk.calls.filter((call) => call.startsWith('sync')).sort()).toEqual([
    'sync file',
    'sync file',
    'sync file',
    'sync folder',
  ])
  expect(disk.calls.findIndex((call) => call.startsWith('sync'))).toBeGreaterThan(disk.calls.lastIndexOf('link'))
  for (const { id } of blobs) expect(await store.has(id)).toBe(true)
  expect(incoming()).toEqual([])
})

test.each(['write', 'link', 'sync file', 'sync folder'])(
  'of blobs stored together none is there when %s fails',
  async (call) => {
    await store.put(newId(), of(randomBytes(1)))
    const first = newId()
    const ids = [first, besideBlob(first)]
    let countdown = call === 'sync folder' ? 1 : 2
    disk.fails = (current) => (current === call && --countdown === 0 ? 'EIO' : undefined)
    await expect(store.putTogether(ids.map((id) => ({ id, ciphertext: of(randomBytes(9)) })))).rejects.toMatchObject({
      code: 'EIO',
    })
    for (const id of ids) expect(await store.has(id)).toBe(false)
    expect(incoming()).toEqual([])
  },
)

test('a folder that can’t be made is tried again the next time', async () => {
  disk.fails = (call) => (call === 'sync folder' ? 'EIO' : undefined)
  await expect(store.put(newId(), of(randomBytes(1)))).rejects.toMatchObject({ code: 'EIO' })
  disk.fails = undefined
  await store.put(newId(), of(randomBytes(1)))
})

test('what a killed process left is removed, and what another still writes is not', async () => {
  await store.put(newId(), of(randomBytes(1)))
  for (const name of ['old.part', 'young.part']) writeFileSync(join(folder, 'incoming', name), 'x')
  const twoHoursAgo = new Date(Date.now() - 2 * HOUR)
  utimesSync(join(folder, 'incoming', 'old.part'), twoHoursAgo, twoHoursAgo)
  await store.removeUnfinished(new Date(Date.now() - HOUR))
  expect(incoming()).toEqual(['young.part'])
})

test('says whether it can be written to', async () => {
  expect(await store.isWritable()).toBe(true)
  expect(incoming()).toEqual([])
  disk.fails = (call) => (call === 'write' || call === 'sync file' ? 'EROFS' : undefined)
  await expect(store.isWritable()).rejects.toMatchObject({ code: 'EROFS' })
  expect(incoming()).toEqual([])
})
