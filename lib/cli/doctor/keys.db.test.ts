import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { forgetSystemKeys } from '@/tests/factories/system-keys'
import type { DatabaseState } from './database'

const given = JSON.stringify({ active: 'k1', keys: { k1: randomBytes(32).toString('base64') } })
const dataFolder = process.env.ZHUNXIN_DATA ?? ''
const file = path.join(dataFolder, 'keyring.json')

/** Acts as a program that was just started with this ZHUNXIN_KEYRING, or without one. */
async function started(keyring: string) {
  vi.stubEnv('ZHUNXIN_KEYRING', keyring)
  vi.resetModules()
  forgetSystemKeys()
  const { checkKeyring } = await import('./keys')
  const { readyKeyring } = await import('../start/keys')
  const { database, disconnect } = await import('@/lib/db/client')
  return { checkKeyring, readyKeyring, database, disconnect }
}

beforeEach(async () => {
  const { database, disconnect } = await started(given)
  await database().dataKey.deleteMany()
  await disconnect()
  rmSync(file, { force: true })
})
afterEach(() => {
  rmSync(file, { force: true })
  vi.unstubAllEnvs()
})

const BROKEN = '{"active":"k1","keys":{'
const NOWHERE = path.join(dataFolder, 'no such secret.json')
const STATES: DatabaseState[] = ['EMPTY', 'FILLED'] // what is filled has its tables, and nothing sealed

test.each(STATES)('without a keyring, before anything is sealed (%s), the first start makes one', async (state) => {
  const { checkKeyring, readyKeyring } = await started('')
  expect(await checkKeyring(state)).toMatchObject([{ verdict: 'warning', todo: 'The first start makes one.' }])
  await expect(readyKeyring()).resolves.toBeUndefined()
})

test.each(
  STATES.flatMap(
    (state) =>
      [
        [state, 'is broken', BROKEN],
        [state, 'names no file', NOWHERE],
      ] as const,
  ),
)('a start refuses (%s) where ZHUNXIN_KEYRING %s, and this says so before', async (state, _, keyring) => {
  const { checkKeyring, readyKeyring } = await started(keyring)
  const todo = expect.stringContaining('Correct ZHUNXIN_KEYRING')
  expect(await checkKeyring(state)).toMatchObject([{ verdict: 'failed', todo }])
  await expect(readyKeyring()).rejects.toThrow()
})

test.each(STATES)('a start refuses (%s) a broken file of the data folder, and this says so before', async (state) => {
  writeFileSync(file, BROKEN, { mode: 0o600 })
  const { checkKeyring, readyKeyring } = await started('')
  expect(await checkKeyring(state)).toMatchObject([
    { verdict: 'failed', todo: expect.stringContaining('docs/keys.md') },
  ])
  await expect(readyKeyring()).rejects.toThrow()
})
