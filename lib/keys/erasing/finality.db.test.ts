import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { DAY } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { createDataKey } from '@/lib/crypto/data-keys'
import { keyring } from '@/lib/crypto/keyring'
import { activateKeyringKey, addKeyringKey, createKeyringFile, destroyKeyringKey } from '@/lib/crypto/keyring-file'
import { database, disconnect, transaction } from '@/lib/db/client'
import { forgetHolder } from '../forget-holder'
import { eraseDataKeys } from './erase-data-keys'
import { finalityOf } from './finality'

const file = join(process.env.ZHUNXIN_DATA ?? '', 'keyring.json')
vi.stubEnv('ZHUNXIN_KEYRING', '')
afterAll(async () => {
  vi.unstubAllEnvs()
  await disconnect()
})

const ago = (days: number) => new Date(Date.now() - days * DAY)
const daysFromNow = (time: Date | null) => (time ? Math.round((time.getTime() - Date.now()) / DAY) : null)

async function erased(): Promise<string> {
  const subjectId = newId()
  await transaction(async (tx) => {
    const { id: dataKeyId } = await createDataKey(tx)
    await eraseDataKeys(tx, [{ dataKeyId, kind: 'FILE', subjectId }], 'REQUEST')
  })
  return subjectId
}

const aHolder = (held: string[], { secondsAgo = 0 } = {}) =>
  database().$executeRaw`
    INSERT INTO keyring_holders (id, place, active_id, held, beat_at)
    VALUES ('0198c0de-0000-7000-8000-000000000001', 'elsewhere', 'k9', ${held},
      clock_timestamp() - make_interval(secs => ${secondsAgo}))
    ON CONFLICT (id) DO UPDATE SET held = excluded.held, beat_at = excluded.beat_at`

test('it is final when no process holds a key of its time; until then it says when that is at the latest', async () => {
  await createKeyringFile(file, ago(10))
  const subject = await erased()
  // A rotation period from when the key became active, and the retention.
  const first = await finalityOf([subject])
  expect(first).toMatchObject({ isFinal: false, because: 'SCHEDULED' })
  expect(daysFromNow(first.isFinal ? null : first.until)).toBe(30 - 10 + 35)

  await addKeyringKey(file, 'k2', ago(5))
  await activateKeyringKey(file, 'k2', ago(5))
  const retired = await finalityOf([subject])
  expect(daysFromNow(retired.isFinal ? null : retired.until)).toBe(30)
  const later = await erased()
  expect(daysFromNow(await finalityOf([later]).then((one) => (one.isFinal ? null : one.until)))).toBe(30 - 5 + 35)

  await destroyKeyringKey(file, 'k1')
  expect(await finalityOf([subject])).toEqual({ isFinal: true })
  expect(await finalityOf([subject, later])).toMatchObject({ isFinal: false, because: 'SCHEDULED' })
  expect(await finalityOf([])).toEqual({ isFinal: true })

  await aHolder(['k1:0123456789abcdef']) // another machine, with a keyring of its own
  expect(await finalityOf([subject])).toMatchObject({ isFinal: false, because: 'OVERDUE', until: null })
  await database().keyringHolder.deleteMany()
})

test('what should have happened, and did not, is said', async () => {
  const subject = await erased()
  const text = readFileSync(file, 'utf8')
  const { activeAt = '' } = keyring().history.get('k2') ?? {}
  writeFileSync(file, text.replace(`"activeAt": "${activeAt}"`, `"activeAt": "${ago(70).toISOString()}"`))
  expect(await finalityOf([subject])).toMatchObject({ isFinal: false, because: 'OVERDUE', until: expect.any(Date) })
  writeFileSync(file, text)
})

test.each([21, 40 * 86_400])(
  'a process that had a key of its time and is silent for %i seconds may be paused: it is not final until that one is gone',
  async (secondsAgo) => {
    const subject = await erased()
    const [during = ''] = keyring().fingerprints.keys()
    const id = `k${secondsAgo}`
    await addKeyringKey(file, id)
    await activateKeyringKey(file, id)
    await destroyKeyringKey(file, during)
    await aHolder([`${during}:0123456789abcdef`], { secondsAgo })
    expect(await finalityOf([subject])).toEqual({ isFinal: false, because: 'OVERDUE', until: null })
    await aHolder([`${id}:0123456789abcdef`]) // it went on, and read the keyring again
    expect(await finalityOf([subject])).toEqual({ isFinal: true })

    await aHolder([`${during}:0123456789abcdef`], { secondsAgo })
    await forgetHolder('elsewhere')
    expect(await finalityOf([subject])).toEqual({ isFinal: true })
  },
)

test('with a keyring that the portal can’t change it depends on a person, and becomes final when they took the key out', async () => {
  const subject = await erased()
  vi.resetModules()
  vi.stubEnv('ZHUNXIN_KEYRING', file)
  const given = await import('./finality')
  expect(await given.finalityOf([subject])).toEqual({ isFinal: false, because: 'BY_HAND', until: null })
  rmSync(file)
  const other = Buffer.alloc(32, 3).toString('base64')
  writeFileSync(file, JSON.stringify({ active: 'k3', keys: { k3: other } }), { mode: 0o600 })
  expect(await given.finalityOf([subject])).toEqual({ isFinal: true })
  await (await import('@/lib/db/client')).disconnect()
})
