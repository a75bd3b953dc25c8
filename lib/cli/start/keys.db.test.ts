import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { forgetSystemKeys } from '@/tests/factories/system-keys'

const keyringOf = (id: string) => JSON.stringify({ active: id, keys: { [id]: randomBytes(32).toString('base64') } })
const ours = keyringOf('k1')
const file = path.join(process.env.ZHUNXIN_DATA ?? '', 'keyring.json')

/** Acts as a process that was just started with this keyring, or with none. */
async function started(keyring: string) {
  vi.stubEnv('ZHUNXIN_KEYRING', keyring)
  vi.resetModules()
  forgetSystemKeys()
  const { readyKeyring } = await import('./keys')
  const { createDataKey } = await import('@/lib/crypto/data-keys')
  const { database, disconnect, transaction } = await import('@/lib/db/client')
  return { readyKeyring, createDataKey, database, disconnect, transaction }
}

beforeEach(async () => {
  const { database, disconnect } = await started(ours)
  await database().dataKey.deleteMany()
  await disconnect()
  rmSync(file, { force: true })
})
afterEach(() => vi.unstubAllEnvs())

async function somethingSealed() {
  const { createDataKey, transaction, disconnect } = await started(ours)
  await transaction(createDataKey)
  await disconnect()
}

test('an empty database gets a keyring, which stays', async () => {
  const { readyKeyring } = await started('')
  await readyKeyring()
  const made = statSync(file)

  await (await started('')).readyKeyring()

  expect(made.mode & 0o777).toBe(0o600)
  expect(statSync(file).mtimeMs).toBe(made.mtimeMs)
})

test('a crowd of transactions uses the system keys without another connection for each', async () => {
  const { readyKeyring, transaction, disconnect } = await started('')
  await readyKeyring()
  const { systemKey } = await import('@/lib/crypto/data-keys')
  const act = () =>
    transaction(async (tx) => {
      await tx.$queryRaw`SELECT 1`
      return systemKey('OUTBOX')
    })
  const keys = await Promise.all(Array.from({ length: 25 }, act))
  expect(new Set(keys.map(String)).size).toBe(1)
  await disconnect()
})

/** Starts concurrent processes, each with a data folder. */
async function startedAtOnce(folders: readonly string[]) {
  const starts: (() => Promise<void>)[] = []
  for (const folder of folders) {
    vi.stubEnv('ZHUNXIN_DATA', folder)
    const { readyKeyring } = await started('')
    const { env } = await import('@/lib/core/env')
    expect(env().ZHUNXIN_DATA).toBe(folder)
    starts.push(readyKeyring)
  }
  return Promise.allSettled(starts.map((start) => start()))
}
const dataFolder = process.env.ZHUNXIN_DATA ?? ''

test('of concurrent first starts on one data folder, one makes the keyring, and the others read it', async () => {
  const answers = await startedAtOnce(Array.from({ length: 5 }, () => dataFolder))
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'fulfilled'))
  expect(existsSync(file)).toBe(true)
})

test('of concurrent first starts on folders of their own, one seals the database; the others make no keyring', async () => {
  const folders = ['a', 'b', 'c'].map((name) => path.join(dataFolder, name))
  for (const folder of folders) mkdirSync(folder)
  const answers = await startedAtOnce(folders)
  const refused = answers.flatMap((answer) => (answer.status === 'rejected' ? [String(answer.reason)] : []))
  expect(refused).toEqual([1, 2].map(() => expect.stringMatching(/There is no keyring at .*each node has the same/)))
  expect(folders.filter((folder) => existsSync(path.join(folder, 'keyring.json')))).toHaveLength(1)
})

test('the keyring that it was sealed with is taken', async () => {
  await somethingSealed()

  await expect((await started(ours)).readyKeyring()).resolves.toBeUndefined()
})

test.each([
  ['is missing', '', /There is no keyring at .*"k1"/],
  ['lacks its key', keyringOf('k2'), /lacks the key "k1"/],
  ['has another key of the same name', keyringOf('k1'), /"k1" is not the one/],
])('refuses a database with documents when the keyring %s, and makes none', async (_, keyring, says) => {
  await somethingSealed()

  await expect((await started(keyring)).readyKeyring()).rejects.toThrow(says)
  expect(existsSync(file)).toBe(false)
})

test('all that are missing are named at once', async () => {
  await somethingSealed()
  const { readyKeyring, database } = await started(keyringOf('k3'))
  await database().dataKey.createMany({
    data: ['k0', 'k2', 'k2'].map((keyringId) => ({ keyringId, wrapped: new Uint8Array(61) })),
  })
  await expect(readyKeyring()).rejects.toThrow(/"k0"[\s\S]*"k1"[\s\S]*"k2"/)
})

test('keys that were erased need nothing to open them, and hide none that does', async () => {
  await somethingSealed()
  const { readyKeyring, database } = await started(keyringOf('k2'))
  const erased = { wrapped: new Uint8Array(0), erasedAt: new Date() }
  await database().dataKey.updateMany({ data: erased })
  await expect(readyKeyring()).resolves.toBeUndefined()

  await database().dataKey.createMany({
    data: [
      { keyringId: 'k1', ...erased },
      { keyringId: 'k1', wrapped: new Uint8Array(61) },
    ],
  })
  await expect(readyKeyring()).rejects.toThrow(/lacks the key "k1"/)
})
