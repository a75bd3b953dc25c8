import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { appendCheckpoints } from '@/lib/audit-log/checkpoint-file'
import { parseCheckpoint } from '@/lib/audit-log/note'
import { newId } from '@/lib/core/ids'
import { database, transaction } from '@/lib/db/client'
import { eraseFiles, finishErasing } from '@/lib/documents/erase-files'
import { appendTombstones, tombstonePath } from '@/lib/keys/erasing/tombstone-file'
import { sequenceAll, someEvents } from '@/tests/factories/audit-log'
import { aFileInVault } from '@/tests/factories/stored-files'
import { makeBackup } from './make-backup'

/** Finds the version that is embedded, which replaces a server of one's own here. */
const isThereADump = ['pg_dump', '/usr/lib/postgresql/17/bin/pg_dump'].some((program) =>
  / 17\./.test(String(spawnSync(program, ['--version']).stdout ?? '')),
)

/** Runs right after the database was copied, while the backup continues. */
const afterCopy = vi.hoisted(() => ({ happens: async () => {} }))
vi.mock('./postgres-programs', async (original) => {
  const real = await original<typeof import('./postgres-programs')>()
  const dumpDatabase: typeof real.dumpDatabase = async (...given) => {
    await real.dumpDatabase(...given)
    await afterCopy.happens()
  }
  return { ...real, dumpDatabase }
})

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-made-backup-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
  afterCopy.happens = async () => {}
})

const made = async () => makeBackup({ folder, isEmbedded: false, withKeys: false, onProgress: () => {} })
const textOf = (name: string) => readFileSync(path.join(folder, name), 'utf8')
const erasedIn = (name: string) =>
  textOf(name)
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line).dataKeyId)

test.skipIf(!isThereADump)('a backup has what this node erased, what others did, and each checkpoint', async () => {
  const [here, elsewhere, lost] = [await aFileInVault(), await aFileInVault(), newId()]
  await finishErasing(await transaction((tx) => eraseFiles(tx, [here.id], 'REQUEST')))
  const own = tombstonePath(process.env.ZHUNXIN_DATA ?? '')
  // One that the file alone knows, as after a restore of an older database; one that another node has in its own file.
  const at = new Date().toISOString()
  await appendTombstones(own, [
    { dataKeyId: lost, kind: 'FILE', subjectId: newId(), sha256: null, reason: 'REQUEST', at, keyringIds: [] },
  ])
  await transaction((tx) => eraseFiles(tx, [elsewhere.id], 'REQUEST'))
  await someEvents(1)
  await sequenceAll()
  await appendCheckpoints()
  await someEvents(1)
  await sequenceAll() // by another node: the file here is behind

  await made()

  expect(erasedIn('tombstones.jsonl')).toEqual([here.dataKeyId, lost, elsewhere.dataKeyId])
  const before = readFileSync(path.join(process.env.ZHUNXIN_DATA ?? '', 'audit', 'checkpoints.txt'), 'utf8')
  expect(textOf('checkpoints.txt').startsWith(before)).toBe(true)
  expect(textOf('checkpoints.txt').length).toBeGreaterThan(before.length)
})

test.skipIf(!isThereADump)('no checkpoint of a backup covers more of the log than its database has', async () => {
  await someEvents(3)
  await sequenceAll()
  await appendCheckpoints()
  const [{ size: before } = { size: 0n }] = await database().auditCheckpoint.findMany({ orderBy: { size: 'desc' } })
  afterCopy.happens = async () => {
    await someEvents(3)
    await sequenceAll()
    await appendCheckpoints()
  }

  await made()

  const newest = `${textOf('checkpoints.txt').trimEnd().split('\n\n').slice(-2).join('\n\n')}\n`
  expect(parseCheckpoint(newest).size).toBe(before)
})
