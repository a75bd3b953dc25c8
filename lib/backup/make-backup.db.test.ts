import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { appendCheckpoints } from '@/lib/audit-log/checkpoint-file'
import { parseCheckpoint } from '@/lib/audit-log/note'
import { newId } from '@/lib/core/ids'
import { createDataKey } from '@/lib/crypto/data-keys'
import { database, transaction } from '@/lib/db/client'
import { eraseFiles, finishErasing } from '@/lib/documents/erase-files'
import { appendTombstones, tombstonePath } from '@/lib/keys/erasing/tombstone-file'
import { sequenceAll, someEvents } from '@/tests/factories/audit-log'
import { aFileInVault } from '@/tests/factories/stored-files'
import { BackupRefusal } from './backup-format'
import { makeBackup } from './make-backup'

/** Finds the version that is embedded, which replaces a server of one's own here. */
const isThereADump = ['pg_dump', '/usr/lib/postgresql/17/bin/pg_dump'].some((program) =>
  / 17\./.test(String(spawnSync(program, ['--version']).stdout ?? '')),
)

/** Run right before and right after the database is copied, while the backup continues. */
const [beforeCopy, afterCopy] = vi.hoisted(() => [{ happens: async () => {} }, { happens: async () => {} }])
vi.mock('./postgres-programs', async (original) => {
  const real = await original<typeof import('./postgres-programs')>()
  const dumpDatabase: typeof real.dumpDatabase = async (...given) => {
    await beforeCopy.happens()
    await real.dumpDatabase(...given)
    await afterCopy.happens()
  }
  return { ...real, dumpDatabase }
})

const FIRST: { active: string; keys: Record<string, string> } = JSON.parse(process.env.ZHUNXIN_KEYRING ?? '')
const keyringFile = path.join(process.env.ZHUNXIN_DATA ?? '', 'keyring.json')
vi.stubEnv('ZHUNXIN_KEYRING', '')
const writeKeyring = (keyring: object) => writeFileSync(keyringFile, JSON.stringify(keyring), { mode: 0o600 })
writeKeyring(FIRST)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-made-backup-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
  beforeCopy.happens = async () => {}
  afterCopy.happens = async () => {}
})
afterAll(() => vi.unstubAllEnvs())

const made = async (withKeys = false) => makeBackup({ folder, isEmbedded: false, withKeys, onProgress: () => {} })
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

/** Adds a key to the keyring and seals something under it, as a rotation does. */
async function rotateTo(id: string) {
  writeKeyring({ active: id, keys: { ...FIRST.keys, [id]: randomBytes(32).toString('base64') } })
  await transaction(createDataKey)
}

test.skipIf(!isThereADump)('a key that was added after the backup started is in it', async () => {
  beforeCopy.happens = () => rotateTo('k2')

  const { keyringIds } = await made(true)

  expect(keyringIds).toContain('k2')
  expect(Object.keys(JSON.parse(textOf('keyring.json')).keys)).toEqual([FIRST.active, 'k2'])
})

test.skipIf(!isThereADump)('a backup with keys is refused when the keyring lacks one that it needs', async () => {
  beforeCopy.happens = async () => {
    await rotateTo('k3')
    writeKeyring(FIRST)
  }
  const refused: unknown = await made(true).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(BackupRefusal)
  expect(String(refused)).toMatch(/keyring\.json lacks .*"k3".*--with-keys/)
  expect(readdirSync(folder)).toEqual([])
  beforeCopy.happens = async () => {}
  expect((await made()).keyringIds).toContain('k3') // without keys it is made
})
