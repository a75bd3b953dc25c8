import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database, disconnect, transaction } from '@/lib/db/client'
import { eraseFiles, finishErasing } from '@/lib/documents/erase-files'
import { blobStore } from '@/lib/storage/blob-store'
import { settled } from '@/tests/factories/uploads'
import { refusal, startBackup, startRestore, succeeded } from '@/tests/setup/backups'
import { type EmbeddedPortal, startEmbeddedPortal } from '@/tests/setup/embedded-portal'
import { randomFrom } from '@/tests/setup/heavy'
import { pause, startPortal } from '@/tests/setup/portal'
import { freePort } from '@/tests/setup/ports'
import { type Acknowledged, prepareLoad, send } from './kill/load'
import { brokenAfter } from './kill/whole'

const KEY = Buffer.alloc(32, 7).toString('base64')

let at: EmbeddedPortal
let backup: string
let folder: string
let dataFolder: string
let environment: Record<string, string>

beforeAll(async () => {
  at = await startEmbeddedPortal('backup')
  ;({ folder, dataFolder, environment } = at)
  backup = path.join(folder, 'backup')
})

afterAll(() => at?.stop())

const fileOf = (fileId: string) =>
  database().storedFile.findUnique({ where: { id: fileId }, include: { blobs: true, dataKey: true } })

const without = ({ uploads, ...others }: Acknowledged, fileIds: readonly string[]): Acknowledged => ({
  uploads: uploads.filter(({ fileId }) => !fileIds.includes(fileId)),
  ...others,
})

test('the drill: backed up under load, destroyed, restored; all that was acknowledged is there, and the erased stays erased', {
  timeout: 600_000,
}, async () => {
  const random = randomFrom(7)
  const before = send(at.portal(), await prepareLoad(0, { drafts: 2, ready: 3 }), random)
  await before.ended
  const load = await prepareLoad(1, { drafts: 4, ready: 4 })
  const during = send(at.portal(), load, random)
  const end = load.uploads.length + load.submissions.length
  const { uploads, submissions } = during.acknowledged
  while (uploads.length === 0 || uploads.length + submissions.length < Math.min(3, end)) await pause(5)
  const acknowledged: Acknowledged = {
    uploads: [...before.acknowledged.uploads, ...during.acknowledged.uploads],
    submissions: [...before.acknowledged.submissions, ...during.acknowledged.submissions],
    decisions: [],
  }

  expect(await succeeded(startBackup(environment, backup))).toMatch(/Backup made/)
  await during.ended

  // After the backup, a file of a draft and one of a submission are erased.
  const [inDraft] = before.acknowledged.uploads
  const submitted = await database().storedFile.findFirstOrThrow({
    where: {
      pages: { some: { document: { submission: { qualificationId: before.acknowledged.submissions[0] ?? '' } } } },
    },
  })
  const erased = [inDraft?.fileId ?? '', submitted.id]
  await settled(inDraft?.fileId ?? '')
  const blobs = (await fileOf(erased[0] ?? ''))?.blobs.map(({ id }) => id) ?? []
  expect(blobs).toHaveLength(3)
  await finishErasing(await transaction((tx) => eraseFiles(tx, erased, 'REQUEST')))
  const tombstones = path.join(folder, 'tombstones.jsonl')
  copyFileSync(path.join(dataFolder, 'tombstones.jsonl'), tombstones)

  await disconnect()
  await at.portal().stop()
  rmSync(dataFolder, { recursive: true })
  expect(await succeeded(startRestore(environment, backup, '--tombstones', tombstones))).toMatch(/Erased again.*2 keys/)
  await at.start()

  expect(acknowledged.uploads.length).toBeGreaterThan(8)
  expect(await brokenAfter(without(acknowledged, erased))).toEqual([])
  expect(await fileOf(erased[0] ?? '')).toBeNull() // its draft requires it again
  expect(await fileOf(submitted.id)).toMatchObject({ dataKey: { erasedAt: expect.any(Date) }, blobs: [] })
  for (const id of blobs) expect(await blobStore().has(id)).toBe(false)
  expect(await database().session.count({ where: { endedAt: null } })).toBe(0)
  const events = await database().auditEvent.findMany({ where: { action: 'backup.restored' } })
  expect(events).toMatchObject([{ actorKind: 'SYSTEM', data: { erased: 2 } }])
})

test('a backup holds no key, and nothing of what it is made of is open to others', () => {
  for (const entry of readdirSync(backup, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const content = readFileSync(path.join(entry.parentPath, entry.name))
    expect(content.includes(KEY) || content.includes(Buffer.alloc(32, 7)), entry.name).toBe(false)
  }
  expect(existsSync(path.join(backup, 'keyring.json'))).toBe(false)
})

test('a folder that is in use, and what is no backup, are refused in a line', async () => {
  expect(await refusal(startBackup(environment, backup))).toMatch(/not empty/)
  const elsewhere = { ...environment, ZHUNXIN_DATA: path.join(folder, 'elsewhere') }
  expect(await refusal(startRestore(elsewhere, folder))).toMatch(/is no backup/)
  expect(await refusal(startRestore(environment, backup))).toMatch(/holds a database already/)
  expect(await refusal(startBackup(elsewhere, path.join(folder, 'other')))).toMatch(/nothing to back up/)
})

test('a backup that was changed anywhere is refused before anything is written', async () => {
  const dataFolder = path.join(folder, 'elsewhere')
  const changed = path.join(folder, 'changed')
  const blob = readFileSync(path.join(backup, 'files.jsonl'), 'utf8').match(/"(blobs\/[^"]+)"/)?.[1] ?? ''
  const changes = [
    () => appendFileSync(path.join(changed, 'postgres/global/pg_control'), 'x'),
    () => rmSync(path.join(changed, blob)),
    () => writeFileSync(path.join(changed, 'files.jsonl'), ''),
    () => writeFileSync(path.join(changed, 'manifest.json'), '{'),
  ]
  for (const change of changes) {
    cpSync(backup, changed, { recursive: true })
    change()
    expect(await refusal(startRestore({ ...environment, ZHUNXIN_DATA: dataFolder }, changed))).toMatch(/damaged/)
    expect(readdirSync(dataFolder).filter((name) => name !== '.writable')).toEqual([])
    rmSync(changed, { recursive: true })
  }
})

test('a backup that needs a key which was destroyed since is refused before anything is written', async () => {
  const dataFolder = path.join(folder, 'younger')
  const ZHUNXIN_KEYRING = JSON.stringify({
    active: 'new',
    keys: { new: Buffer.alloc(32, 8).toString('base64') },
    history: { test: { retiredAt: '2026-12-01T00:00:00.000Z', destroyedAt: '2027-01-05T00:00:00.000Z' } },
  })
  const said = await refusal(startRestore({ ...environment, ZHUNXIN_DATA: dataFolder, ZHUNXIN_KEYRING }, backup))
  expect(said).toMatch(/can't be restored: .*the key "test", which was destroyed on 2027-01-05/)
  expect(readdirSync(dataFolder).filter((name) => name !== '.writable')).toEqual([])
})

const smallDisk = () => {
  const small = path.join(folder, 'small')
  mkdirSync(small, { recursive: true })
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'none', small]).status === 0 ? small : null
}

test('a disk without room is said in a line, and given back; the portal serves on', async ({ skip }) => {
  const small = smallDisk()
  if (!small) return skip('no file system can be mounted here')
  try {
    expect(await refusal(startBackup(environment, small))).toMatch(/no room left/)
    expect(readdirSync(small)).toEqual([])
    expect((await fetch(`http://127.0.0.1:${environment.PORT}/api/health/ready`)).status).toBe(200)
  } finally {
    spawnSync('umount', [small])
  }
})

test('after a restore that was not finished, the portal does not start', async () => {
  const dataFolder = path.join(folder, 'half')
  mkdirSync(path.join(dataFolder, 'restoring'), { recursive: true })
  const half = { ...environment, ZHUNXIN_DATA: dataFolder, PORT: `${await freePort()}` }

  const refused = await startPortal({ dataFolder, env: half, waitUntilReady: false })

  expect(await refused.exited).toBe(1)
  expect(refused.output()).toMatch(/npm run restore/)
  expect(await refusal(startBackup(half, path.join(folder, 'other')))).toMatch(/npm run restore/)
})
