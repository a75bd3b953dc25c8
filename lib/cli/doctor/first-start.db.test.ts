import path from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { asOwner } from '@/lib/db/owner'
import { forgetSystemKeys } from '@/tests/factories/system-keys'

/**
 * Tests an installation before its first start: a database of one's own without a table, no data folder and no
 * keyring.
 */

const addresses = { DATABASE_URL: '', DATABASE_OWNER_URL: '' }
let disconnect: () => Promise<void>

beforeAll(async () => {
  const name = `${new URL(process.env.DATABASE_URL ?? '').pathname.slice(1)}_empty`
  await asOwner((owner) => owner.query(`CREATE DATABASE ${name}`))
  for (const key of ['DATABASE_URL', 'DATABASE_OWNER_URL'] as const)
    addresses[key] = Object.assign(new URL(process.env[key] ?? ''), { pathname: `/${name}` }).href
  const folder = path.join(process.env.ZHUNXIN_DATA ?? '', 'none')
  for (const [key, value] of Object.entries({ ...addresses, ZHUNXIN_DATA: folder, ZHUNXIN_KEYRING: '' }))
    vi.stubEnv(key, value)
  vi.resetModules()
  forgetSystemKeys()
  ;({ disconnect } = await import('@/lib/db/client'))
})
afterAll(async () => {
  await disconnect()
  vi.unstubAllEnvs()
})

test('its database is there, is empty, and is none that fails', async () => {
  const { checkDatabase, reachDatabase } = await import('./database')
  expect(await reachDatabase()).toEqual({ state: 'EMPTY', found: [] })
  const found = await checkDatabase()
  expect(found).toContainEqual(expect.objectContaining({ verdict: 'warning', says: 'The database is empty.' }))
  expect(found.filter(({ verdict }) => verdict === 'failed')).toEqual([])
})

test('its keyring is missing, which the first start changes', async () => {
  const { checkKeyring } = await import('./keys')
  expect(await checkKeyring('EMPTY')).toEqual([
    { verdict: 'warning', says: 'There is no keyring yet.', todo: 'The first start makes one.' },
  ])
})
