import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test, vi } from 'vitest'
import { printKeyCheck } from '@/lib/cli/keys/check'
import { DAY, HOUR } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { createDataKey, dataKey } from '@/lib/crypto/data-keys'
import { keyring } from '@/lib/crypto/keyring'
import { createKeyringFile } from '@/lib/crypto/keyring-file'
import { parseKeyring, readKeyringText } from '@/lib/crypto/parse-keyring'
import { database, disconnect, transaction } from '@/lib/db/client'
import { passDays } from '@/tests/setup/keyring-time'
import { takeKeysLock } from './keys-lock'
import { keyringConcern, rotateOnSchedule } from './scheduled-rotation'

const file = join(process.env.ZHUNXIN_DATA ?? '', 'keyring.json')
vi.stubEnv('ZHUNXIN_KEYRING', '')
const said: string[] = []
vi.spyOn(process.stdout, 'write').mockImplementation((line) => said.push(String(line)) > 0)

const ago = (days: number) => new Date(Date.now() - days * DAY)
const ids = () => [...keyring().fingerprints.keys()]

const shift = (days: number, only?: string) => passDays(file, days, only)

const aHolder = (activeId: string) =>
  database().$executeRaw`
    INSERT INTO keyring_holders (id, place, active_id, held, beat_at)
    VALUES ('0198c0de-0000-7000-8000-000000000001', 'elsewhere', ${activeId}, '{}', clock_timestamp())`

let kept = 1
beforeEach(async () => {
  said.length = 0
  await database().dataKey.deleteMany()
  await database().keyringHolder.deleteMany()
  await database().auditPending.deleteMany()
  rmSync(file, { force: true })
  // Another bytes by a name that this process knows would not be taken up, so each test has a name of its own.
  await createKeyringFile(file)
  const text = readFileSync(file, 'utf8').replaceAll('"k1"', `"k1-${kept++}"`)
  writeFileSync(file, text, { mode: 0o600 })
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await disconnect()
})

test('after a rotation period another key wraps; the old one is destroyed when no backup needs it any more', async () => {
  const [first = ''] = ids()
  const { id, key } = await transaction(createDataKey)
  await rotateOnSchedule()
  expect(ids()).toEqual([first])

  shift(30)
  await rotateOnSchedule()
  const { activeId } = keyring()
  expect(ids()).toEqual([first, activeId])
  expect(activeId).not.toBe(first)
  expect(await dataKey(database(), id)).toEqual(key)
  expect(await database().dataKey.findMany()).toMatchObject([{ keyringId: activeId }])

  shift(34, first)
  await rotateOnSchedule()
  shift(0.9, first)
  await rotateOnSchedule()
  expect(ids()).toContain(first)
  shift(0.1, first)
  await rotateOnSchedule()
  expect(ids()).not.toContain(first)
  expect(readFileSync(file, 'utf8')).toContain('destroyedAt')
  expect(keyring().history.get(first)).toMatchObject({ retiredAt: expect.any(String), destroyedAt: expect.any(String) })
  expect(await dataKey(database(), id)).toEqual(key)
  const event = await database().auditEvent.findFirst({ where: { action: 'keys.destroyed' }, orderBy: { at: 'desc' } })
  expect(event).toMatchObject({ actorKind: 'SYSTEM', data: { key: first } })
  await printKeyCheck()
  expect(said.join('\n')).toMatch(new RegExp(`"${first}" {2}destroyed 20`))
})

test('a key is not destroyed while something is wrapped under it, or a process wraps under it', async () => {
  const [first = ''] = ids()
  shift(30)
  await rotateOnSchedule()
  const { id } = await transaction(createDataKey)
  await database().$executeRaw`UPDATE data_keys SET keyring_id = ${first}, wrapped = '\\x00' WHERE id = ${id}::uuid`
  shift(34, first)
  await rotateOnSchedule()
  shift(1, first)
  await rotateOnSchedule()
  expect(ids()).toContain(first)

  await database().dataKey.deleteMany()
  shift(34, first)
  await aHolder(first)
  await rotateOnSchedule()
  shift(1, first)
  await rotateOnSchedule()
  expect(ids()).toContain(first)
  await database().keyringHolder.deleteMany()
  await rotateOnSchedule()
  expect(ids()).not.toContain(first)
})

/** Leaves rows as a restore does, or a worker that stopped right after it activated a key. */
async function leaveUnder(keyringId: string) {
  const { id, key } = await transaction(createDataKey)
  const { active: _, ...content } = readKeyringText(readFileSync(file, 'utf8'))
  const { wrapped } = await parseKeyring(JSON.stringify({ ...content, active: keyringId })).wrap(id, key)
  await database().dataKey.update({ where: { id }, data: { wrapped, keyringId } })
  return { id, key }
}

test.each([34, 36])(
  'after a restore, %s days after a key was retired, it is retained for the backups that still need it',
  async (days) => {
    const [first = ''] = ids()
    await transaction(createDataKey)
    shift(30)
    await rotateOnSchedule()
    shift(days, first)
    const { id, key } = await leaveUnder(first)
    await rotateOnSchedule()
    expect(ids()).toContain(first)
    expect(await dataKey(database(), id)).toEqual(key)
    expect(await database().dataKey.count({ where: { keyringId: first } })).toBe(0)

    shift(34, first)
    await rotateOnSchedule()
    shift(0.9, first)
    await rotateOnSchedule()
    expect(ids()).toContain(first)
    shift(0.1, first)
    await rotateOnSchedule()
    expect(ids()).not.toContain(first)
  },
)

test('a clock that jumps ahead destroys nothing; two runs a day apart do, where both clocks agree', async () => {
  const [first = ''] = ids()
  shift(30)
  await rotateOnSchedule()
  shift(400, first)
  await rotateOnSchedule()
  await rotateOnSchedule()
  expect(ids()).toContain(first)
  shift(-400, first) // the clock is right again
  await rotateOnSchedule()
  shift(36, first)
  await rotateOnSchedule()
  expect(ids()).toContain(first)
  shift(1, first)
  const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() - 2 * DAY)
  await rotateOnSchedule()
  clock.mockRestore()
  expect(ids()).toContain(first)
  await rotateOnSchedule()
  expect(ids()).not.toContain(first)
})

test('rows that stay under another key are a concern after two days', async () => {
  const [first = ''] = ids()
  await transaction(createDataKey)
  shift(30)
  await rotateOnSchedule()
  await leaveUnder(first)
  expect(await keyringConcern()).toBeNull()
  shift(2.1)
  expect(await keyringConcern()).toBe('KEY_ROTATION_DUE')
  await rotateOnSchedule()
  expect(await keyringConcern()).toBeNull()
})

test('a run that was killed after it added a key is completed with that key', async () => {
  const [first = ''] = ids()
  await transaction(createDataKey)
  shift(30)
  const content = readKeyringText(readFileSync(file, 'utf8'))
  const added = { ...content.history, added: { createdAt: ago(0).toISOString() } }
  const keys = { ...content.keys, added: Buffer.alloc(32, kept).toString('base64') }
  writeFileSync(file, JSON.stringify({ ...content, keys, history: added }), { mode: 0o600 })
  await rotateOnSchedule()
  expect(ids()).toEqual([first, 'added'])
  expect(keyring().activeId).toBe('added')
  expect(keyring().history.get(first)?.retiredAt).toBeDefined()
})

test('a keyring of an earlier version, without times, counts from now', async () => {
  const { active, keys } = readKeyringText(readFileSync(file, 'utf8'))
  const content = { active, keys: { ...keys, [`old-${kept}`]: Buffer.alloc(32, 99).toString('base64') } }
  writeFileSync(file, JSON.stringify(content), { mode: 0o600 })
  await rotateOnSchedule()
  expect(keyring().activeId).toBe(active)
  expect(Date.parse(keyring().history.get(active)?.activeAt ?? '')).toBeGreaterThan(Date.now() - HOUR)
  expect(Date.parse(keyring().history.get(`old-${kept}`)?.retiredAt ?? '')).toBeGreaterThan(Date.now() - HOUR)
  const text = readFileSync(file, 'utf8')
  await rotateOnSchedule()
  expect(readFileSync(file, 'utf8')).toBe(text)
})

test('what is not done in time is a concern, and while someone else changes keys nothing happens', async () => {
  expect(await keyringConcern()).toBeNull()
  shift(31)
  expect(await keyringConcern()).toBeNull()
  shift(1)
  expect(await keyringConcern()).toBe('KEY_ROTATION_DUE')
  const release = await takeKeysLock(process.env.DATABASE_URL ?? '')
  await rotateOnSchedule()
  expect(ids()).toHaveLength(1)
  await release?.()
  await rotateOnSchedule()
  expect(ids()).toHaveLength(2)
  expect(await keyringConcern()).toBeNull()
})

test('a process that may still have a key is a concern two days after that was destroyed', async () => {
  const [first = ''] = ids()
  shift(30)
  await rotateOnSchedule()
  shift(34, first)
  await rotateOnSchedule()
  shift(1, first)
  await rotateOnSchedule()
  expect(ids()).not.toContain(first)
  await database().$executeRaw`
    INSERT INTO keyring_holders (id, place, active_id, held, beat_at)
    VALUES (${newId()}::uuid, 'elsewhere, process 7', ${first}, ${[`${first}:0123456789abcdef`]},
      clock_timestamp() - interval '40 days')`
  expect(await keyringConcern()).toBeNull()
  shift(2.1, first)
  expect(await keyringConcern()).toBe('KEY_ROTATION_DUE')
  await printKeyCheck()
  expect(said.join('\n')).toMatch(
    /elsewhere, process 7 has been silent since .*npm run keys:forget -- "elsewhere, process 7"/,
  )
  await database().$executeRaw`UPDATE keyring_holders SET beat_at = clock_timestamp()`
  said.length = 0
  await printKeyCheck()
  expect(said.join('\n')).toMatch(/elsewhere, process 7 has the key .*restart it/)
  await database().keyringHolder.deleteMany()
  expect(await keyringConcern()).toBeNull()
})

test('a keyring that is given, or in a folder that can’t be written to, is named and left alone', async () => {
  vi.resetModules()
  vi.stubEnv('ZHUNXIN_KEYRING', file)
  shift(90)
  const text = readFileSync(file, 'utf8')
  const given = await import('./scheduled-rotation')
  await given.rotateOnSchedule()
  expect(await given.keyringConcern()).toBe('KEYRING_NOT_WRITABLE')
  await (await import('@/lib/cli/keys/check')).printKeyCheck()
  expect(said.join('\n')).toContain(`can't write the keyring ${file}: rotate`)
  expect(readFileSync(file, 'utf8')).toBe(text)
  await (await import('@/lib/db/client')).disconnect()
  vi.stubEnv('ZHUNXIN_KEYRING', '')
})
