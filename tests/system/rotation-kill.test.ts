import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { keyring } from '@/lib/crypto/keyring'
import { createKeyringFile } from '@/lib/crypto/keyring-file'
import { countUnderOtherKeys } from '@/lib/crypto/rewrap-keys'
import { database, disconnect } from '@/lib/db/client'
import { type EmbeddedDatabase, loginsOf } from '@/lib/db/embedded'
import { prepareDatabase } from '@/lib/worker/jobs/prepare-database'
import { startMigrated } from '@/tests/setup/cluster'
import { heavy, IS_LONG, randomFrom } from '@/tests/setup/heavy'
import { loginVariables } from '@/tests/setup/logins'
import { pause, startCommand } from '@/tests/setup/portal'
import { brokenKeys, type Known, makeKeys, serveWithKeys } from './kill/keys'

/** Sets as many keys as the largest rotation has, and a tenth of them, which shows how the time grows. */
const [FEW, MANY] = IS_LONG ? [10_000, 100_000] : [500, 5_000]

let folder: string
let server: EmbeddedDatabase
let environment: Record<string, string>
let known: Known

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-rotation-'))
  server = await startMigrated({ dataFolder: folder, isDurable: true })
  const dataFolder = path.join(folder, 'data')
  mkdirSync(dataFolder, { mode: 0o700 })
  environment = { ...loginVariables(server), ZHUNXIN_DATA: dataFolder, ZHUNXIN_KEYRING: '', LOG_LEVEL: 'silent' }
  Object.assign(process.env, environment)
  await prepareDatabase(loginsOf(server))
  await createKeyringFile(path.join(dataFolder, 'keyring.json'))
})

beforeEach(async () => {
  await database().dataKey.deleteMany()
  known = new Map()
})

afterAll(async () => {
  await disconnect()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const rotate = (...args: string[]) => startCommand('scripts/keys.mjs', environment, ['--rotate', ...args])

/** Returns milliseconds, from the first key that is wrapped again to the end. */
async function timeOfRotation(count: number): Promise<number> {
  await makeKeys(count, known)
  const rotation = rotate('--new')
  await rotation.said(/keys are to be wrapped/, 60)
  const began = performance.now()
  expect(await rotation.exited, rotation.output()).toBe(0)
  return Math.round(performance.now() - began)
}

test(`a rotation of ${MANY} keys, measured next to one of ${FEW}`, { timeout: 600_000 }, async () => {
  const { done } = heavy('rotation', { quick: 1, long: 1 })
  const few = await timeOfRotation(FEW)
  const many = await timeOfRotation(MANY - FEW)
  expect(await brokenKeys(known)).toEqual([])
  expect(await countUnderOtherKeys()).toBe(0)
  done(1, {
    milliseconds: { [FEW]: few, [MANY]: many },
    perKeyMicroseconds: { [FEW]: perKey(few, FEW), [MANY]: perKey(many, MANY) },
  })
})

const perKey = (milliseconds: number, count: number) => Math.round((milliseconds * 1_000) / count)

const { tries, seed, done } = heavy('kill-rotation', { quick: 3, long: 20 })

test(`kill -9 of a rotation of ${MANY} keys loses none, while others are made, read and erased`, {
  timeout: 300_000 + tries * 60_000,
}, async () => {
  const random = randomFrom(seed)
  await makeKeys(MANY, known)
  const life = serveWithKeys(known)
  const wrappedAt: number[] = []
  for (let kill = 0; kill < tries; kill++) {
    const rotation = rotate(...(kill === 0 ? ['--new'] : []))
    await rotation.said(/keys are to be wrapped/, 60)
    await untilFewerAreLeft(((await countUnderOtherKeys()) * random()) / (tries - kill))
    await pause(random() * 20)
    await rotation.kill()
    wrappedAt.push(MANY - (await countUnderOtherKeys()))
  }
  const amid = wrappedAt.filter((wrapped) => wrapped > 0 && wrapped < MANY)
  const last = rotate()
  expect(await last.exited, last.output()).toBe(0)
  expect(await life.end()).toEqual([])
  expect(await brokenKeys(known)).toEqual([])
  expect(await countUnderOtherKeys()).toBe(0)
  expect(keyring().activeId).not.toBe('k1')
  if (IS_LONG) expect(amid.length).toBeGreaterThan(0) // a few kills may all come before or after
  const erased = [...known.values()].filter((hash) => hash === null).length
  done(tries, {
    keys: MANY,
    killedAfter: wrappedAt,
    madeMeanwhile: known.size - MANY,
    erasedMeanwhile: erased,
    lost: 0,
  })
})

async function untilFewerAreLeft(by: number): Promise<void> {
  const goal = (await countUnderOtherKeys()) - by
  for (let waited = 0; waited < 60_000 && (await countUnderOtherKeys()) > goal; waited += 5) await pause(5)
}

test('kill -9 while a key is being added leaves a keyring that opens everything', async () => {
  const random = randomFrom(seed + 1)
  await makeKeys(200, known)
  for (let kill = 0; kill < tries; kill++) {
    const rotation = rotate('--new')
    await pause(200 + random() * 800)
    await rotation.kill()
    expect(await brokenKeys(known)).toEqual([])
  }
  const last = rotate()
  expect(await last.exited, last.output()).toBe(0)
  expect(await countUnderOtherKeys()).toBe(0)
})
