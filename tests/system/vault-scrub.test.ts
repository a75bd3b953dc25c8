import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { disconnect } from '@/lib/db/client'
import { type EmbeddedDatabase, loginsOf } from '@/lib/db/embedded'
import { blobPlace } from '@/lib/storage/store-port'
import { prepareDatabase } from '@/lib/worker/jobs/prepare-database'
import { aFileInVault } from '@/tests/factories/stored-files'
import { startMigrated } from '@/tests/setup/cluster'
import { loginVariables } from '@/tests/setup/logins'
import { startCommand } from '@/tests/setup/portal'

let folder: string
let server: EmbeddedDatabase
let environment: Record<string, string>

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-scrub-'))
  server = await startMigrated({ dataFolder: folder, isDurable: false })
  const keyring = JSON.stringify({ active: 'test', keys: { test: Buffer.alloc(32, 7).toString('base64') } })
  environment = { ...loginVariables(server), ZHUNXIN_DATA: path.join(folder, 'data'), ZHUNXIN_KEYRING: keyring }
  Object.assign(process.env, environment, { LOG_LEVEL: 'silent' })
  await prepareDatabase(loginsOf(server))
})

afterAll(async () => {
  await disconnect()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function scrub(...args: string[]) {
  const command = startCommand('scripts/vault-scrub.mjs', environment, args)
  return { code: await command.exited, said: command.output() }
}

test('says that all is well, or what is missing, and ends with a code that a script can go by', async () => {
  const [file, other] = [await aFileInVault(), await aFileInVault()]
  const well = await scrub()
  expect(well.said).toContain('4 blobs read')
  expect(well.said).toContain('0 missing, 0 damaged, 0 without a key, 0 orphaned')
  expect(well.code).toBe(0)

  rmSync(path.join(folder, 'data', 'blobs', blobPlace(file.original)))
  const ill = await scrub()
  expect(ill.said).toContain('1 missing, 0 damaged')
  expect(ill.said).toContain(`MISSING: ORIGINAL, page 1, of file ${file.id} (blob ${file.original})`)
  expect(ill.said).not.toContain(other.id)
  expect(ill.said).not.toMatch(/^\s+at /m)
  expect(ill.code).toBe(2)
})

test('says how it is called', async () => {
  const { code, said } = await scrub('--everything')
  expect(said).toContain('npm run vault:scrub [-- --collect-orphans]')
  expect(code).toBe(1)
})
