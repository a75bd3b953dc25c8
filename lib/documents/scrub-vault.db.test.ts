import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DAY, HOUR, MINUTE } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { database, transaction } from '@/lib/db/client'
import { blobStore } from '@/lib/storage/blob-store'
import { blobPlace, StoreUnavailableError } from '@/lib/storage/store-port'
import { aDraft } from '@/tests/factories/qualifications'
import { aFileInParts, aFileInVault } from '@/tests/factories/stored-files'
import { collectOrphans } from './collect-orphans'
import { eraseFiles } from './erase-files'
import { createPartialFile } from './partial-file'
import { scrubVault } from './scrub-vault'

const folder = join(process.env.ZHUNXIN_DATA ?? '', 'blobs')
const pathOf = (id: string) => join(folder, blobPlace(id))
const NOTHING = { missing: 0, damaged: 0, withoutKey: 0, orphans: { found: 0, areRetained: false } }

beforeEach(async () => {
  await database().vaultScrub.deleteMany()
  await database().storedBlob.deleteMany()
  await database().storedFile.deleteMany()
  for await (const { id } of blobStore().list()) await blobStore().remove(id)
})
afterEach(() => vi.restoreAllMocks())

const scrubbed = () => scrubVault({ isNew: true })
const faults = () =>
  database().vaultFault.findMany({ select: { blobId: true, kind: true }, orderBy: { blobId: 'asc' } })

async function eventsOf(subjectId: string) {
  const events = await database().auditEvent.findMany({ where: { subjectId }, orderBy: { at: 'asc' } })
  return events.map(({ action, data }) => [action, (data as { fault?: string }).fault])
}

/** Creates a blob that no row knows, of this age. */
async function anOrphan(age: number): Promise<string> {
  const id = newId()
  await blobStore().put(id, Readable.from([Buffer.from('x')]))
  const at = new Date(Date.now() - age)
  utimesSync(pathOf(id), at, at)
  return id
}

test('a vault that is well is read through, and that is an event', async () => {
  await aFileInVault()
  await aFileInVault()
  expect(await scrubbed()).toEqual({ ...NOTHING, checked: 4 })
  const event = await database().auditEvent.findFirstOrThrow({
    where: { action: 'vault.scrubbed' },
    orderBy: { at: 'desc' },
  })
  expect(event).toMatchObject({ actorKind: 'SYSTEM', data: { checked: 4, missing: 0, damaged: 0, orphaned: 0 } })
})

type File = Awaited<ReturnType<typeof aFileInVault>>

function flipByte(path: string, at: number) {
  const bytes = readFileSync(path)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  writeFileSync(path, bytes)
}

test.each<[string, (file: File) => unknown, string]>([
  ['is gone', (file) => rmSync(pathOf(file.original)), 'MISSING'],
  ['has a bit flipped at its end', (file) => flipByte(pathOf(file.original), 20_080), 'DAMAGED'],
  [
    'is cut',
    (file) => writeFileSync(pathOf(file.original), readFileSync(pathOf(file.original)).subarray(0, 9_000)),
    'DAMAGED',
  ],
  ['is empty', (file) => writeFileSync(pathOf(file.original), ''), 'DAMAGED'],
  ['is another', (file) => copyFileSync(pathOf(file.rendition), pathOf(file.original)), 'DAMAGED'],
  [
    'is shorter than its row says',
    (file) => database().storedBlob.update({ where: { id: file.original }, data: { size: 20_001 } }),
    'DAMAGED',
  ],
  [
    'has another hash than was taken in',
    (file) => database().storedFile.update({ where: { id: file.id }, data: { sha256: new Uint8Array(32) } }),
    'DAMAGED',
  ],
])('an original that %s raises an alert, once', async (_, spoil, kind) => {
  const [file, other] = [await aFileInVault(), await aFileInVault()]
  await spoil(file)

  const report = await scrubbed()
  expect(report).toMatchObject({ checked: 4, [kind === 'MISSING' ? 'missing' : 'damaged']: 1 })
  expect(await faults()).toEqual([{ blobId: file.original, kind }])
  await scrubbed()
  expect(await eventsOf(file.id)).toEqual([['vault.fault_found', kind]])
  expect(await eventsOf(other.id)).toEqual([])
})

test('an original in parts that is well is read through, each part once', async () => {
  await aFileInParts()
  const opened = vi.spyOn(blobStore(), 'open')
  expect(await scrubbed()).toEqual({ ...NOTHING, checked: 3 })
  expect(opened).toHaveBeenCalledTimes(3)
})

type FileInParts = Awaited<ReturnType<typeof aFileInParts>>

/** Exchanges the places of the first two parts, as only who writes to the database can. */
async function swapRows({ parts: [first = '', second = ''] }: FileInParts) {
  const place = (id: string, page: number) => database().storedBlob.update({ where: { id }, data: { page } })
  await place(first, 9)
  await place(second, 0)
  await place(first, 1)
}

test.each<[string, (file: FileInParts) => unknown, number[], string]>([
  ['is gone', ({ parts }) => rmSync(pathOf(parts[1] ?? '')), [1], 'MISSING'],
  ['has a bit flipped', ({ parts }) => flipByte(pathOf(parts[2] ?? ''), 5_000), [2], 'DAMAGED'],
  ['is another', ({ parts }) => copyFileSync(pathOf(parts[0] ?? ''), pathOf(parts[1] ?? '')), [1], 'DAMAGED'],
  ['is in the place of another', swapRows, [0, 1], 'DAMAGED'],
  [
    'is no longer known',
    ({ parts }) => database().storedBlob.delete({ where: { id: parts[2] ?? '' } }),
    [0, 1],
    'DAMAGED',
  ],
  [
    'makes another hash than was taken in',
    ({ id }) => database().storedFile.update({ where: { id }, data: { sha256: new Uint8Array(32) } }),
    [0],
    'DAMAGED',
  ],
])('an original of which a part %s raises an alert for what is at fault', async (_, spoil, places, kind) => {
  const file = await aFileInParts()
  await spoil(file)
  await scrubbed()
  const expected = places.map((place) => ({ blobId: file.parts[place], kind }))
  expect(new Set(await faults())).toEqual(new Set(expected))
})

test('what is well again is at fault no more, and that is an event too', async () => {
  const [file, lost] = [await aFileInVault(), await aFileInVault()]
  const bytes = readFileSync(pathOf(file.rendition))
  for (const { rendition } of [file, lost]) rmSync(pathOf(rendition))
  await scrubbed()
  writeFileSync(pathOf(file.rendition), 'something else')
  await scrubbed()
  writeFileSync(pathOf(file.rendition), bytes)
  expect(await scrubbed()).toEqual({ ...NOTHING, checked: 4, missing: 1 })
  expect(await faults()).toEqual([{ blobId: lost.rendition, kind: 'MISSING' }])
  expect(await eventsOf(file.id)).toEqual([
    ['vault.fault_found', 'MISSING'],
    ['vault.fault_found', 'DAMAGED'],
    ['vault.fault_gone', undefined],
  ])
  expect(await eventsOf(lost.id)).toEqual([['vault.fault_found', 'MISSING']])
})

test('files whose key nobody has are reported apart from damaged ones', async () => {
  const file = await aFileInVault()
  await database().dataKey.update({ where: { id: file.dataKeyId }, data: { keyringId: 'lost' } })
  expect(await scrubbed()).toMatchObject({ withoutKey: 2, damaged: 0 })
  await database().dataKey.update({ where: { id: file.dataKeyId }, data: { keyringId: 'test' } })
})

test('what is erased while it is read is not missing', async () => {
  const file = await aFileInVault()
  const store = blobStore()
  const open = store.open.bind(store)
  vi.spyOn(store, 'open').mockImplementationOnce(async (id) => {
    for (const blob of await transaction((tx) => eraseFiles(tx, [file.id], 'RETENTION'))) await store.remove(blob)
    return open(id)
  })
  expect(await scrubbed()).toMatchObject({ missing: 0, damaged: 0 })
  expect(await eventsOf(file.id)).toEqual([])
})

test('a fault goes with the file that is erased', async () => {
  const file = await aFileInVault()
  rmSync(pathOf(file.original))
  await scrubbed()
  await transaction((tx) => eraseFiles(tx, [file.id], 'RETENTION'))
  expect(await faults()).toEqual([])
})

test('a store that is out of reach says nothing of what is in it', async () => {
  const file = await aFileInVault()
  vi.spyOn(blobStore(), 'open').mockRejectedValueOnce(new StoreUnavailableError(new Error('unavailable')))
  await expect(scrubbed()).rejects.toThrow(StoreUnavailableError)
  expect(await faults()).toEqual([])
  expect(await eventsOf(file.id)).toEqual([])
})

test('in slices it continues where it was, and starts again after a week', async () => {
  for (let files = 0; files < 12; files += 1) await aFileInVault()
  const seen: number[] = []
  expect(await scrubVault({ slice: -1 })).toBeNull()
  expect(await database().vaultScrub.findMany()).toMatchObject([{ checked: 20, finishedAt: null, heldUntil: null }])
  expect(await scrubVault({ slice: -1, onProgress: ({ checked }) => seen.push(checked) })).toMatchObject({
    checked: 24,
  })
  expect(seen).toEqual([])
  expect(await scrubVault()).toBeNull() // not due

  const [last] = await database().vaultScrub.findMany()
  const weekAgo = new Date(Date.now() - 7 * DAY - MINUTE)
  await database().vaultScrub.update({ where: { id: last?.id ?? '' }, data: { startedAt: weekAgo } })
  expect(await scrubVault()).toMatchObject({ checked: 24 })
})

test('one that somebody is at is left to them, until they were not heard of for long', async () => {
  await aFileInVault()
  const { id } = await database().vaultScrub.create({ data: { heldUntil: new Date(Date.now() + MINUTE) } })
  expect(await scrubVault()).toBeNull()
  await database().vaultScrub.update({ where: { id }, data: { heldUntil: new Date(Date.now() - MINUTE) } })
  expect(await scrubVault()).toMatchObject({ checked: 2 })
  expect(await database().vaultScrub.findMany()).toMatchObject([{ id, finishedAt: expect.any(Date) }])
})

test('orphans go after an hour, and nothing else does', async () => {
  const file = await aFileInVault()
  for (const blob of [file.original, file.rendition]) utimesSync(pathOf(blob), new Date(0), new Date(0))
  const [old, young] = [await anOrphan(HOUR + MINUTE), await anOrphan(HOUR - MINUTE)]
  writeFileSync(join(folder, 'incoming', 'left.part'), 'x')
  utimesSync(join(folder, 'incoming', 'left.part'), new Date(0), new Date(0))

  expect(await scrubbed()).toMatchObject({ checked: 2, orphans: { found: 1, areRetained: false } })
  const store = blobStore()
  expect(await store.has(old)).toBe(false)
  for (const kept of [young, file.original, file.rendition]) expect(await store.has(kept)).toBe(true)
  expect(() => readFileSync(join(folder, 'incoming', 'left.part'))).toThrow('ENOENT')
})

test('a file on its way is no orphan, however long that takes', async () => {
  const { applicant, id: qualificationId } = await aDraft()
  const id = newId()
  const announced = {
    qualificationId,
    kind: 'ID_PORTRAIT',
    senderSignatureId: null,
    startedById: applicant.id,
    phoneSessionId: null,
  } as const
  await createPartialFile({ ...announced, id, size: 9, name: '正面.jpg' })
  const part = await anOrphan(20 * HOUR)
  await database().uploadPart.create({ data: { id: part, uploadId: id, position: 0, size: 1 } })
  expect(await collectOrphans()).toEqual({ found: 0, areRetained: false })
  expect(await blobStore().has(part)).toBe(true)
})

test('what was started within a day may still be written; what is older was left by a killed process', async () => {
  const incoming = join(folder, 'incoming')
  mkdirSync(incoming, { recursive: true })
  for (const [name, age] of [
    ['young.part', 23 * HOUR],
    ['old.part', 25 * HOUR],
  ] as const) {
    writeFileSync(join(incoming, name), 'x')
    const at = new Date(Date.now() - age)
    utimesSync(join(incoming, name), at, at)
  }
  await collectOrphans()
  expect(readdirSync(incoming)).toEqual(['young.part'])
})

test('where orphans outnumber what is known, they are left, unless that is wanted', async () => {
  await aFileInVault()
  for (let orphans = 0; orphans < 101; orphans += 1) await anOrphan(2 * HOUR)
  expect(await collectOrphans()).toEqual({ found: 101, areRetained: true })
  expect(await collectOrphans()).toEqual({ found: 101, areRetained: true })
  expect(await collectOrphans({ evenMany: true })).toEqual({ found: 101, areRetained: false })
  expect(await collectOrphans()).toEqual({ found: 0, areRetained: false })
})
