import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { DAY } from '@/lib/core/clock'
import { createDataKey, dataKey } from '@/lib/crypto/data-keys'
import { keyring } from '@/lib/crypto/keyring'
import { createKeyringFile } from '@/lib/crypto/keyring-file'
import { keyringHolders } from '@/lib/crypto/keyring-holders'
import { readKeyringText } from '@/lib/crypto/parse-keyring'
import { database, disconnect, transaction } from '@/lib/db/client'
import type { EmbeddedDatabase } from '@/lib/db/embedded'
import { rotateOnSchedule } from '@/lib/keys/scheduled-rotation'
import { startMigrated } from '@/tests/setup/cluster'
import { passDays } from '@/tests/setup/keyring-time'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { startSeparateWorker } from '@/tests/setup/portal'

let folder: string
let server: EmbeddedDatabase
let worker: Awaited<ReturnType<typeof startSeparateWorker>>
const file = () => path.join(folder, 'data', 'keyring.json')

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-scheduled-'))
  server = await startMigrated({ dataFolder: folder, isDurable: false })
  mkdirSync(path.join(folder, 'data'), { mode: 0o700 })
  await createKeyringFile(file(), new Date(Date.now() - 31 * DAY))
  const environment = { DATABASE_URL: server.url(), ZHUNXIN_DATA: path.join(folder, 'data'), ZHUNXIN_KEYRING: '' }
  Object.assign(process.env, environment)
  worker = await startSeparateWorker(environment)
  await vi.waitUntil(async () => (await keyringHolders().catch(() => [])).length === 1, PATIENCE)
})
afterAll(async () => {
  await worker?.stop()
  await disconnect()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('another process has the new key before anything is wrapped under it, and forgets the destroyed one', async () => {
  const first = readKeyringText(readFileSync(file(), 'utf8')).keys.k1 ?? ''
  const { id, key } = await transaction(createDataKey)
  await rotateOnSchedule()

  const { activeId } = keyring()
  expect(activeId).not.toBe('k1')
  expect(await keyringHolders()).toMatchObject([{ activeId }])
  expect(await database().dataKey.count({ where: { keyringId: { not: activeId } } })).toBe(0)

  passDays(file(), 34, 'k1')
  await rotateOnSchedule()
  passDays(file(), 1, 'k1')
  await rotateOnSchedule()
  expect(readFileSync(file(), 'utf8')).not.toContain(first)
  await vi.waitUntil(async () => (await keyringHolders()).every(({ held }) => held.length === 1), PATIENCE)
  expect(await dataKey(database(), id)).toEqual(key)
  expect(await worker.stop()).toBe(0)
})
