import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { disconnect, transaction } from '@/lib/db/client'
import type { EmbeddedDatabase } from '@/lib/db/embedded'
import { eraseFiles, finishErasing } from '@/lib/documents/erase-files'
import { filesOfADraft } from '@/tests/factories/stored-files'
import { refusal, startBackup, startRestore, succeeded } from '@/tests/setup/backups'
import { startMigrated } from '@/tests/setup/cluster'
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

test('without a pg_dump of its version, it says what to install', async () => {
  const empty = path.join(folder, 'empty')
  mkdirSync(empty)
  const target = path.join(folder, 'none')

  const said = await refusal(startBackup({ ...environment, ZHUNXIN_PG_BIN: empty }, target))

  expect(said).toMatch(new RegExp(`pg_dump of PostgreSQL ${MAJOR}.*postgresql-client-${MAJOR}`))
  expect(readdirSync(target)).toEqual([])
})
