import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { database, disconnect } from '@/lib/db/client'
import type { EmbeddedDatabase } from '@/lib/db/embedded'
import { someEvents } from '@/tests/factories/audit-log'
import { startBackup, startRestore, succeeded } from '@/tests/setup/backups'
import { startMigrated } from '@/tests/setup/cluster'
import { type EmbeddedPortal, startEmbeddedPortal } from '@/tests/setup/embedded-portal'
import { heavy } from '@/tests/setup/heavy'
import { loginVariables } from '@/tests/setup/logins'
import { isThereADump } from '@/tests/setup/pg-dump'
import { startCommand, startSeparateWorker } from '@/tests/setup/portal'
import { rowsOf } from '@/tests/setup/rows'

type Environment = Record<string, string>

/** Records until it is stopped, while a worker gives the events their places in the log. */
function record() {
  let isOver = false
  const run = async () => {
    while (!isOver) await someEvents(10, 5)
  }
  const lanes = [run(), run()]
  return async () => {
    isOver = true
    await Promise.all(lanes)
  }
}

/** Backs up under load, restores elsewhere, and verifies the log there by its own file of checkpoints. */
async function restoredAndVerified(from: Environment, backup: string, elsewhere: Environment) {
  const before = await database().auditCheckpoint.count()
  const stopRecording = record()
  await expect.poll(() => database().auditCheckpoint.count()).toBeGreaterThan(before)
  const made = await succeeded(startBackup(from, backup)).finally(stopRecording)
  expect(made).toMatch(/Backup made/)
  await succeeded(startRestore(elsewhere, backup))
  expect(await succeeded(startCommand('scripts/audit-verify.mjs', elsewhere, []))).toMatch(/everything verifies/)
  for (const done of [backup, elsewhere.ZHUNXIN_DATA ?? '']) rmSync(done, { recursive: true })
}

const PER_KIND = { quick: 1, long: 10 }

describe('with the embedded database', () => {
  const { tries, done } = heavy('backup-under-load-embedded', PER_KIND)
  let at: EmbeddedPortal
  beforeAll(async () => {
    at = await startEmbeddedPortal('backup-load')
  })
  afterAll(() => at?.stop())

  test('a backup under load is restored, and its log verifies', { timeout: tries * 300_000 }, async () => {
    for (let round = 0; round < tries; round += 1) {
      const elsewhere = { ...at.environment, ZHUNXIN_DATA: path.join(at.folder, `restored-${round}`) }
      await restoredAndVerified(at.environment, path.join(at.folder, `backup-${round}`), elsewhere)
    }
    done(tries)
  })
})

describe.skipIf(!isThereADump)('with a database of one’s own', () => {
  const { tries, done } = heavy('backup-under-load-own', PER_KIND)
  let folder: string
  let server: EmbeddedDatabase
  let environment: Environment
  let worker: Awaited<ReturnType<typeof startSeparateWorker>>
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-backup-load-'))
    server = await startMigrated({ dataFolder: folder, isDurable: false })
    environment = {
      ...loginVariables(server),
      ZHUNXIN_DATA: path.join(folder, 'data'),
      ZHUNXIN_KEYRING: JSON.stringify({ active: 'test', keys: { test: Buffer.alloc(32, 7).toString('base64') } }),
      ZHUNXIN_URL: 'http://localhost:3000',
    }
    Object.assign(process.env, environment)
    worker = await startSeparateWorker(environment)
  })
  afterAll(async () => {
    await worker?.stop()
    await disconnect()
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test('a backup under load is restored, and its log verifies', { timeout: tries * 300_000 }, async () => {
    for (let round = 0; round < tries; round += 1) {
      const name = `restored_${round}`
      await rowsOf(server.url('postgres'), `CREATE DATABASE ${name}`)
      const dataFolder = path.join(folder, name)
      const elsewhere = { ...environment, ...loginVariables(server, name), ZHUNXIN_DATA: dataFolder }
      await restoredAndVerified(environment, path.join(folder, `backup-${round}`), elsewhere)
    }
    done(tries)
  })
})
