import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { startMigrated } from '@/tests/setup/cluster'
import { loginVariables } from '@/tests/setup/logins'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { canPause, pauseServer } from '@/tests/setup/paused-server'
import { suspectDatabase, whyDatabaseUnavailable } from './availability'
import { database, disconnect, transaction } from './client'
import { DatabaseUnavailableError, isDatabaseUnavailable } from './database-unavailable'
import { type EmbeddedDatabase, startEmbedded } from './embedded'
import { asOwner } from './owner'
import { openPool } from './pool'
import { readPostmaster } from './postmaster'

/** A server of its own, which can be stopped. */
let folder: string
let server: EmbeddedDatabase

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-unavailable-'))
  server = await startMigrated({ dataFolder: folder, isDurable: false })
  Object.assign(process.env, loginVariables(server), { DATABASE_POOL: '6' })
})
afterAll(async () => {
  await disconnect()
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

const pools: pg.Pool[] = []
const aPool = (size?: number) => {
  const pool = openPool(size ? { size } : {})
  pools.push(pool)
  return pool
}
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.end()))
  await limitTo(-1)
  await backAgain()
})

/** Limits the connections of the application's login. */
const limitTo = (connections: number) =>
  asOwner((client) => client.query(`ALTER ROLE zhunxin_app CONNECTION LIMIT ${connections}`), server.url())
/** By `pre_auth_delay`, as on a server that is too busy to start processes. */
const delayConnections = (seconds: number) => {
  writeFileSync(path.join(folder, 'postgres', 'postgresql.auto.conf'), `pre_auth_delay = ${seconds}\n`)
  process.kill(readPostmaster(path.join(folder, 'postgres'))?.pid ?? 0, 'SIGHUP')
  return sleep(500)
}
const terminateSleeper = async (owner: pg.Client) => {
  const { rowCount } = await owner.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%sleep(30)%' AND pid <> pg_backend_pid()",
  )
  return rowCount === 1
}
/** A caller that is refused within these milliseconds did not wait for a connection, which takes nine seconds. */
const WAIT_MS = 8_000
const backAgain = () => vi.waitUntil(() => whyDatabaseUnavailable() === null, PATIENCE)
const ask = (pool: pg.Pool) => pool.query("SELECT 1 AS one, current_setting('application_name') AS name")
const failureOf = (asked: Promise<unknown>) => asked.then(() => null).catch((error: unknown) => error)
const timed = async (work: () => Promise<unknown>) => {
  const start = performance.now()
  const failure = await failureOf(work())
  return { failure, milliseconds: performance.now() - start }
}

test('an answer, such as of a wrong statement, is no absence', async () => {
  const failure = await failureOf(aPool().query('SELECT 1/0'))
  expect(failure).toMatchObject({ code: '22012' })
  expect(isDatabaseUnavailable(failure)).toBe(false)
})

test('one connection that is ended fails what was asked on it, and nothing else', async () => {
  const pool = aPool()
  expect(await failureOf(pool.query('SELECT pg_terminate_backend(pg_backend_pid())'))).toMatchObject({
    name: 'DatabaseUnavailableError',
    reason: '57P01',
  })
  const client = await pool.connect()
  const slept = failureOf(client.query('SELECT pg_sleep(30)'))
  // On a busy machine the statement may not have arrived yet.
  await vi.waitUntil(() => asOwner(terminateSleeper, server.url()), PATIENCE)
  expect(isDatabaseUnavailable(await slept)).toBe(true)
  client.release(true)
  expect((await ask(pool)).rows).toMatchObject([{ one: 1 }])
  expect(whyDatabaseUnavailable()).toBeNull()
})

test('where the server has few connections left, the pool serves everybody with those', async () => {
  await limitTo(2)
  const pool = aPool(10)
  const answers = await Promise.all(Array.from({ length: 100 }, () => ask(pool)))
  expect(answers).toHaveLength(100)
  expect(pool.totalCount).toBeLessThanOrEqual(2)
  expect(whyDatabaseUnavailable()).toBeNull()
})

test('a caller is refused after a while if others use all connections, and the database still counts as available', async () => {
  const pool = aPool(2)
  const held = await Promise.all([pool.connect(), pool.connect()])
  const { failure, milliseconds } = await timed(() => ask(pool))
  expect(failure).toMatchObject({ name: 'DatabaseUnavailableError', reason: 'BUSY' })
  expect(milliseconds).toBeLessThan(PATIENCE / 2)
  for (const client of held) client.release()
  expect((await ask(pool)).rows).toHaveLength(1)
  expect(whyDatabaseUnavailable()).toBeNull()
})

test('a server without any connection left is unavailable, everybody is refused at once, and it is found again', async () => {
  await limitTo(0)
  const pool = aPool()
  expect(await failureOf(ask(pool))).toMatchObject({ name: 'DatabaseUnavailableError', reason: '53300' })
  expect(whyDatabaseUnavailable()).toBe('53300')
  const { failure, milliseconds } = await timed(() => ask(pool))
  expect(failure).toBeInstanceOf(DatabaseUnavailableError)
  expect(milliseconds).toBeLessThan(WAIT_MS)
  await limitTo(-1)
  await backAgain()
  expect((await ask(pool)).rows).toHaveLength(1)
})

test('Prisma passes it on as it is, from a statement and from a transaction', async () => {
  expect(await failureOf(database().$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`)).toMatchObject({
    digest: 'DATABASE_UNAVAILABLE',
  })
  const inside = transaction((tx) => tx.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`)
  expect(isDatabaseUnavailable(await failureOf(inside))).toBe(true)
  await disconnect()
  await limitTo(0)
  expect(isDatabaseUnavailable(await failureOf(transaction(async () => {})))).toBe(true)
  expect(isDatabaseUnavailable(await failureOf(database().$queryRaw`SELECT 1`))).toBe(true)
})

test.skipIf(!canPause)('what waits on one that is paused ends: it is unavailable', async () => {
  const pool = aPool()
  await ask(pool)
  const resume = pauseServer(folder)
  try {
    const { failure, milliseconds } = await timed(() => ask(pool)) // on the connection that the pool has
    expect(isDatabaseUnavailable(failure)).toBe(true)
    expect(milliseconds).toBeLessThan(PATIENCE / 2) // two silent looks, two silent probes
    expect(whyDatabaseUnavailable()).toBe('SILENT')
    expect((await timed(() => ask(pool))).milliseconds).toBeLessThan(WAIT_MS)
  } finally {
    resume()
  }
  await backAgain()
  expect((await ask(pool)).rows).toHaveLength(1)
})

test('one that answers on its connections is there, however long a new connection takes', async () => {
  const pool = aPool(1)
  await ask(pool)
  await delayConnections(8)
  suspectDatabase()
  const end = Date.now() + 7_000 // longer than all its probes
  while (Date.now() < end) {
    await ask(pool)
    expect(whyDatabaseUnavailable()).toBeNull()
    await sleep(50)
  }
  await delayConnections(0)
})

test('one that was stopped is unavailable until it is started again', async () => {
  const pool = aPool()
  await ask(pool)
  process.kill(readPostmaster(path.join(folder, 'postgres'))?.pid ?? 0, 'SIGINT') // `stop` leaves it to those connected
  await vi.waitUntil(async () => isDatabaseUnavailable(await failureOf(ask(pool))), PATIENCE)
  await vi.waitUntil(() => !server.isRunning(), PATIENCE)
  expect(isDatabaseUnavailable(await failureOf(ask(pool)))).toBe(true)
  expect(whyDatabaseUnavailable()).not.toBeNull()
  server = await startEmbedded({ dataFolder: folder, isDurable: false })
  await backAgain()
  expect((await ask(pool)).rows).toHaveLength(1)
})
