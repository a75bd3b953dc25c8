import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { printKeyCheck } from '@/lib/cli/keys/check'
import { createDataKey } from '@/lib/crypto/data-keys'
import { keyring } from '@/lib/crypto/keyring'
import { keyName, keyringHolders, startHoldingKeyring } from '@/lib/crypto/keyring-holders'
import { database, disconnect, transaction } from '@/lib/db/client'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { takeKeysLock } from './keys-lock'
import { rotateKeys as rotate } from './rotate-keys'

const file = join(process.env.ZHUNXIN_DATA ?? '', 'keyring.json')
vi.stubEnv('ZHUNXIN_KEYRING', '')
const said: string[] = []
const say = (line: string) => void said.push(line)
vi.spyOn(process.stdout, 'write').mockImplementation((line) => said.push(String(line)) > 0)
const rotateKeys = ({ addsKey }: { addsKey: boolean }) => rotate({ addsKey, say })
const bytes = { k1: randomBytes(32).toString('base64'), k2: randomBytes(32).toString('base64') }

function keys(active: 'k1' | 'k2', ...ids: ('k1' | 'k2')[]) {
  rmSync(file, { force: true })
  const content = { active, keys: Object.fromEntries(ids.map((id) => [id, bytes[id]])) }
  writeFileSync(file, JSON.stringify(content), { mode: 0o600 })
}

beforeEach(async () => {
  said.length = 0
  await database().dataKey.deleteMany()
  await database().keyringHolder.deleteMany()
  keys('k1', 'k1')
})
afterEach(() => vi.useRealTimers())
afterAll(async () => {
  vi.unstubAllEnvs()
  await disconnect()
})

/** As a process elsewhere, with a keyring of its own, that was heard of so many seconds ago. */
const another = (held: string[], { activeId = 'k1', secondsAgo = 0 } = {}) =>
  database().$executeRaw`
    INSERT INTO keyring_holders (id, place, active_id, held, beat_at)
    VALUES ('0198c0de-0000-7000-8000-000000000001', 'elsewhere, process 7', ${activeId}, ${held},
      clock_timestamp() - make_interval(secs => ${secondsAgo}))
    ON CONFLICT (id) DO UPDATE SET active_id = excluded.active_id, held = excluded.held, beat_at = excluded.beat_at`

const events = async () =>
  (await database().auditEvent.findMany({ where: { action: { startsWith: 'keys.' } }, orderBy: { id: 'asc' } })).map(
    ({ action, actorKind, data }) => ({ action, actorKind, data }),
  )

test('with --new a key is added, and all is under it; both ends are events', async () => {
  await transaction(createDataKey)
  expect(await rotateKeys({ addsKey: true })).toBe(true)

  const { activeId, fingerprints } = keyring()
  expect(activeId).toMatch(/^k\d{8}T\d{6}Z$/)
  expect([...fingerprints.keys()]).toEqual(['k1', activeId])
  expect(await database().dataKey.findMany()).toMatchObject([{ keyringId: activeId }])
  expect(await events()).toEqual([
    { action: 'keys.rotation_begun', actorKind: 'SYSTEM', data: { to: activeId, waiting: 1 } },
    { action: 'keys.rotated', actorKind: 'SYSTEM', data: { to: activeId, rewrapped: 1 } },
  ])
  expect(await printKeyCheck()).toBe(true)
  expect(said.at(-1)).toContain('Each of 1 wrapped keys opens.')
})

test('a process that serves is waited for, until it can open the key and until it wraps under it', async () => {
  await transaction(createDataKey)
  await another([keyName(keyring(), 'k1')])
  const rotating = rotateKeys({ addsKey: true })

  await vi.waitUntil(() => said.some((line) => /can open the key .* elsewhere, process 7/.test(line)), PATIENCE)
  expect(keyring().activeId).toBe('k1')
  const [, added = ''] = [...keyring().fingerprints.keys()]
  await another([keyName(keyring(), 'k1'), `${added}:0000000000000000`]) // another key by the same name
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(keyring().activeId).toBe('k1')

  await another([keyName(keyring(), 'k1'), keyName(keyring(), added)])
  await vi.waitUntil(() => said.some((line) => /wraps under the key/.test(line)), PATIENCE)
  expect(await database().dataKey.findMany()).toMatchObject([{ keyringId: 'k1' }])
  await another([keyName(keyring(), added)], { activeId: added })
  expect(await rotating).toBe(true)
})

test('it refuses in the end, names the process and has wrapped nothing; one that is gone holds nobody up', async () => {
  await transaction(createDataKey)
  await another([keyName(keyring(), 'k1')])
  keys('k2', 'k1', 'k2')
  const real = Date.now
  vi.spyOn(Date, 'now').mockImplementation(() => real() + (said.length > 0 ? 100_000 : 0))
  await expect(rotateKeys({ addsKey: false })).rejects.toThrow(/"k2".*elsewhere, process 7/)
  vi.mocked(Date.now).mockRestore()
  expect(await database().dataKey.findMany()).toMatchObject([{ keyringId: 'k1' }])

  await another([keyName(keyring(), 'k1')], { secondsAgo: 21 })
  expect(await rotateKeys({ addsKey: false })).toBe(true)
})

test('a process records its keys at once and again, and no more once it has stopped', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const holding = await startHoldingKeyring()
  expect(await keyringHolders()).toMatchObject([{ activeId: 'k1', held: [keyName(keyring(), 'k1')] }])
  keys('k2', 'k1', 'k2')
  vi.advanceTimersByTime(5_000)
  await vi.waitUntil(async () => (await keyringHolders())[0]?.activeId === 'k2', PATIENCE)
  await holding.stop()
  expect(await keyringHolders()).toEqual([])
})

test('what does not open is said by its id, and is not a success', async () => {
  const { id } = await transaction(createDataKey)
  await database().dataKey.update({ where: { id }, data: { keyringId: 'lost' } })
  expect(await rotateKeys({ addsKey: false })).toBe(false)
  expect(said.join('\n')).toContain(`The data key ${id} does not open under the key "lost".`)
  expect(await printKeyCheck()).toBe(false)
  expect(said.join('\n')).toMatch(/"lost" {2}MISSING/)
})

test('one at a time', async () => {
  const url = process.env.DATABASE_URL ?? ''
  const release = await takeKeysLock(url)
  expect(await takeKeysLock(url)).toBeNull()
  await release?.()
  await (await takeKeysLock(url))?.()
})

test('a keyring that the environment gives is not ours to change', async () => {
  vi.resetModules()
  vi.stubEnv('ZHUNXIN_KEYRING', file)
  const reloaded = await import('./rotate-keys')
  await expect(reloaded.rotateKeys({ addsKey: true, say })).rejects.toThrow(/ZHUNXIN_KEYRING/)
  await (await import('@/lib/db/client')).disconnect()
  vi.stubEnv('ZHUNXIN_KEYRING', '')
})
