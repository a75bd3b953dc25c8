import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { disconnect, transaction } from '@/lib/db/client'
import type { EmbeddedDatabase } from '@/lib/db/embedded'
import { eraseFiles, finishErasing } from '@/lib/documents/erase-files'
import { sequenceAll, someEvents } from '@/tests/factories/audit-log'
import { filesOfADraft } from '@/tests/factories/stored-files'
import { startBackup, startRestore, succeeded } from '@/tests/setup/backups'
import { startMigrated } from '@/tests/setup/cluster'
import { loginVariables } from '@/tests/setup/logins'
import { isThereADump } from '@/tests/setup/pg-dump'
import { startSeparateWorker } from '@/tests/setup/portal'
import { rowsOf } from '@/tests/setup/rows'

let folder: string
let server: EmbeddedDatabase
const folderOf = (node: string) => path.join(folder, node)
const environmentOf = (node: string, name?: string) => ({
  ...loginVariables(server, name),
  ZHUNXIN_DATA: folderOf(node),
  ZHUNXIN_KEYRING: JSON.stringify({ active: 'test', keys: { test: Buffer.alloc(32, 7).toString('base64') } }),
  ZHUNXIN_URL: 'http://localhost:3000',
  LOG_LEVEL: 'silent',
})

/** This process is node `a`; `a` and `b` have one folder of documents. */
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-nodes-'))
  server = await startMigrated({ dataFolder: folder, isDurable: false })
  mkdirSync(folderOf('documents'))
  for (const node of ['a', 'b']) {
    mkdirSync(folderOf(node))
    symlinkSync(folderOf('documents'), path.join(folderOf(node), 'blobs'))
  }
  Object.assign(process.env, environmentOf('a'))
  await runWorker('b') // makes the keys
})

afterAll(async () => {
  await disconnect()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function runWorker(node: string, name?: string): Promise<string> {
  const worker = await startSeparateWorker(environmentOf(node, name))
  expect(await worker.stop()).toBe(0)
  return worker.output()
}

const query = (name: string, text: string) => rowsOf(server.url(name), text)

const erase = async (fileId: string) => finishErasing(await transaction((tx) => eraseFiles(tx, [fileId], 'REQUEST')))
const isThere = async (name: string, fileId: string) =>
  (await query(name, `SELECT FROM stored_blobs WHERE file_id = '${fileId}'`)).length > 0
const linesOf = (file: string) => readFileSync(file, 'utf8').split('\n').filter(Boolean)

test.skipIf(!isThereADump)(
  'what one node erased stays erased where another makes the backup and a third restores an older one',
  { timeout: 400_000 },
  async () => {
    const [first = '', second = '', kept = ''] = await filesOfADraft(3_000)
    await someEvents(1)
    await sequenceAll()
    const [older, newer] = [folderOf('older'), folderOf('newer')]
    await succeeded(startBackup(environmentOf('b'), older))
    await erase(first) // on node a
    await succeeded(startBackup(environmentOf('b'), newer))
    expect(linesOf(path.join(newer, 'tombstones.jsonl'))).toHaveLength(1)
    await erase(second) // on node a, after the newest backup

    await query('postgres', 'CREATE DATABASE restored')
    const given = ['--tombstones', path.join(newer, 'tombstones.jsonl')]
    await succeeded(startRestore(environmentOf('c', 'restored'), older, ...given))
    expect(await isThere('restored', first)).toBe(false)
    expect(await isThere('restored', second)).toBe(true) // known to that node only

    expect(await runWorker('a', 'restored')).toMatch(/Erased again what a restore had brought back.*1 keys/)
    expect(await isThere('restored', second)).toBe(false)
    expect(await isThere('restored', kept)).toBe(true)
    expect(await runWorker('a', 'restored')).not.toMatch(/Erased again/)
    await runWorker('c', 'restored')
    expect(linesOf(path.join(folderOf('c'), 'tombstones.jsonl'))).toHaveLength(2) // from now on node c has it too
  },
)

test.skipIf(!isThereADump)('the checkpoints of a backup are where it was restored', async () => {
  const textOf = (file: string) => readFileSync(path.join(folder, file), 'utf8')
  const saved = textOf('older/checkpoints.txt')
  expect(saved).toMatch(/^— /m)
  const restored = textOf('c/audit/checkpoints.txt')
  expect(restored.startsWith(saved)).toBe(true)
  expect(restored.length).toBeGreaterThan(saved.length) // the restore is an event, too
})
