import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type EmbeddedDatabase, startEmbedded } from '@/lib/db/embedded'
import { killPostgres } from '@/tests/setup/embedded-portal'
import { loginVariables } from '@/tests/setup/logins'
import { type Portal, pause, startPortal } from '@/tests/setup/portal'
import { freePort } from '@/tests/setup/ports'

let folder: string
let server: EmbeddedDatabase
const running = new Set<Portal>()

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-first-'))
  server = await startEmbedded({ dataFolder: folder })
})
afterEach(async () => {
  for (const portal of running) await portal.stop()
  running.clear()
})
afterAll(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function start(dataFolder: string, env: Record<string, string> = {}): Promise<Portal> {
  const portal = await startPortal({ dataFolder: path.join(folder, dataFolder), env, waitUntilReady: false })
  running.add(portal)
  return portal
}

/** Says whether it started to serve; otherwise it stopped with a message. */
async function serves(portal: Portal): Promise<boolean> {
  const isOver = portal.exited.then(() => false)
  const isReady = portal.said(/Ready at/, 120).then(
    () => true,
    () => false,
  )
  const does = await Promise.race([isOver, isReady])
  if (!does) expect([await portal.exited, portal.output()]).toEqual([1, expect.not.stringMatching(/^\s+at /m)])
  return does
}

test('of two concurrent first starts on one data folder, one serves, and the other is refused in a line', async () => {
  const portals = await Promise.all([start('one'), start('one')])
  const [a, b] = await Promise.all(portals.map(serves))
  expect([a, b].filter(Boolean)).toHaveLength(1)
  const [refused, serving] = a ? [portals[1], portals[0]] : [portals[0], portals[1]]
  expect(refused?.output()).toMatch(/Another portal runs on the data folder/)
  expect((await fetch(serving?.url ?? '')).status).toBe(200)
})

test('of two concurrent first starts on one database, one seals it; the other says that it lacks the keyring, and makes none', async () => {
  const env = loginVariables(server)
  const portals = await Promise.all([start('left', env), start('right', env)])
  const [a, b] = await Promise.all(portals.map(serves))
  expect([a, b].filter(Boolean)).toHaveLength(1)
  const [refused, without] = a ? [portals[1], 'right'] : [portals[0], 'left']
  expect(refused?.output()).toMatch(/There is no keyring at .*each node has the same/)
  expect(existsSync(path.join(folder, without, 'keyring.json'))).toBe(false)
})

test('PostgreSQL starts again under a portal: the folder is held again, and a second portal still refused', async () => {
  const env = { ...loginVariables(server), PORT: `${await freePort()}` }
  const name = existsSync(path.join(folder, 'left', 'keyring.json')) ? 'left' : 'right'
  const portal = await start(name, env)
  await portal.said(/Ready at/, 120)
  killPostgres(folder)
  await pause(3_000)
  server = await startEmbedded({ dataFolder: folder })
  await pause(3_000)

  const second = await start(name, loginVariables(server))
  expect(await serves(second)).toBe(false)
  expect(second.output()).toMatch(/Another portal runs on the data folder/)
  expect((await fetch(portal.url)).status).toBe(200)
})
