import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { disconnect, transaction } from '@/lib/db/client'
import type { EmbeddedDatabase } from '@/lib/db/embedded'
import { eraseFiles, finishErasing } from '@/lib/documents/erase-files'
import { filesOfADraft } from '@/tests/factories/stored-files'
import { refusal, restoreUnderLoad, startBackup, startRestore, succeeded } from '@/tests/setup/backups'
import { startMigrated } from '@/tests/setup/cluster'
import { heavy } from '@/tests/setup/heavy'
import { loginVariables } from '@/tests/setup/logins'
import { isThereADump, MAJOR } from '@/tests/setup/pg-dump'
import { startSeparateWorker } from '@/tests/setup/portal'
import { rowsOf } from '@/tests/setup/rows'

let folder: string
let server: EmbeddedDatabase
let environment: Record<string, string>

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-own-'))
  server = await startMigrated({ dataFolder: folder, isDurable: false })
  environment = {
    ...loginVariables(server),
    ZHUNXIN_DATA: path.join(folder, 'data'),
    ZHUNXIN_KEYRING: JSON.stringify({ active: 'test', keys: { test: Buffer.alloc(32, 7).toString('base64') } }),
    ZHUNXIN_URL: 'http://localhost:3000',
    LOG_LEVEL: 'silent',
  }
  Object.assign(process.env, environment)
  const worker = await startSeparateWorker(environment) // makes the keys
  await worker.stop()
})

afterAll(async () => {
  await disconnect()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const query = (name: string, text: string) => rowsOf(server.url(name), text)

test.skipIf(!isThereADump)(`a database of one’s own is dumped and filled again, by pg_dump ${MAJOR}`, async () => {
  const [erased = '', ...kept] = await filesOfADraft(30_000)
  const backup = path.join(folder, 'backup')
  await succeeded(startBackup(environment, backup))
  expect(readdirSync(backup).sort()).toEqual([
    'blobs',
    'checkpoints.txt',
    'database.dump',
    'files.jsonl',
    'manifest.json',
    'tombstones.jsonl',
  ])
  await finishErasing(await transaction((tx) => eraseFiles(tx, [erased], 'REQUEST')))

  await query('postgres', 'CREATE DATABASE restored')
  const dataFolder = path.join(folder, 'elsewhere')
  const elsewhere = { ...environment, ...loginVariables(server, 'restored'), ZHUNXIN_DATA: dataFolder }
  const tombstones = path.join(folder, 'data', 'tombstones.jsonl')
  expect(await refusal(startRestore(environment, backup))).toMatch(/not empty/)
  await succeeded(startRestore(elsewhere, backup, '--tombstones', tombstones))

  const blobs = (await query('restored', 'SELECT id, file_id FROM stored_blobs')) as { id: string; file_id: string }[]
  expect(blobs.map((row) => row.file_id).sort()).toEqual(kept.sort())
  for (const { id } of blobs) expect(existsSync(path.join(dataFolder, 'blobs', id.slice(-2), id))).toBe(true)
  expect(await query('restored', `SELECT FROM stored_files WHERE id = '${erased}'`)).toEqual([])
  const same = 'SELECT id, at::text, data FROM audit_events WHERE action NOT LIKE $$backup.%$$ ORDER BY id'
  expect(await query('restored', same)).toEqual(await query('zhunxin', same))
  expect(await refusal(startRestore(elsewhere, backup))).toMatch(/not empty/)
})

const { tries, done } = heavy('backup-under-load-own', { quick: 1, long: 10 })

test.skipIf(!isThereADump)(
  'a backup under load is restored, and its audit log verifies',
  {
    timeout: tries * 300_000,
  },
  async () => {
    const worker = await startSeparateWorker(environment)
    onTestFinished(async () => void (await worker.stop()))
    for (let round = 0; round < tries; round += 1) {
      const name = `restored_${round}`
      await query('postgres', `CREATE DATABASE ${name}`)
      const elsewhere = { ...environment, ...loginVariables(server, name), ZHUNXIN_DATA: path.join(folder, name) }
      const verified = await restoreUnderLoad(environment, path.join(folder, `backup-${round}`), elsewhere)
      expect(verified).toMatch(/everything verifies/)
    }
    done(tries)
  },
)

test('without a pg_dump of its version, it says what to install', async () => {
  const empty = path.join(folder, 'empty')
  mkdirSync(empty)
  const target = path.join(folder, 'none')

  const said = await refusal(startBackup({ ...environment, ZHUNXIN_PG_BIN: empty }, target))

  expect(said).toMatch(new RegExp(`pg_dump of PostgreSQL ${MAJOR}.*postgresql-client-${MAJOR}`))
  expect(readdirSync(target)).toEqual([])
})
