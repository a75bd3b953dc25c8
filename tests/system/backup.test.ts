import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database, disconnect, transaction } from '@/lib/db/client'
import { eraseFiles, finishErasing } from '@/lib/documents/erase-files'
import { blobStore } from '@/lib/storage/blob-store'
import { settled } from '@/tests/factories/uploads'
import { startBackup, startRestore, succeeded } from '@/tests/setup/backups'
import { type EmbeddedPortal, startEmbeddedPortal } from '@/tests/setup/embedded-portal'
import { randomFrom } from '@/tests/setup/heavy'
import { pause } from '@/tests/setup/portal'
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
