import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refusal, startBackup, startRestore, succeeded } from '@/tests/setup/backups'
import { type EmbeddedPortal, startEmbeddedPortal } from '@/tests/setup/embedded-portal'
import { randomFrom } from '@/tests/setup/heavy'
import { startPortal } from '@/tests/setup/portal'
import { freePort } from '@/tests/setup/ports'
import { prepareLoad, send } from './kill/load'

/** These tests try what no backup is made of, and what nothing is restored from; `backup.test.ts` has the drill. */

let at: EmbeddedPortal
let backup: string
let folder: string
let environment: Record<string, string>

beforeAll(async () => {
  at = await startEmbeddedPortal('backup-refused')
  ;({ folder, environment } = at)
  backup = path.join(folder, 'backup')
  await send(at.portal(), await prepareLoad(0, { drafts: 1, ready: 1 }), randomFrom(7)).ended
  await succeeded(startBackup(environment, backup))
})

afterAll(() => at?.stop())

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
