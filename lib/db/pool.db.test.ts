import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { loginVariables } from '@/tests/setup/logins'
import { canPause, pauseServer } from '@/tests/setup/paused-server'
import { whyDatabaseAway } from './availability'
import { database, disconnect, transaction } from './client'
import { DatabaseAwayError, isDatabaseAway } from './database-away'
import { type EmbeddedDatabase, startEmbedded } from './embedded'
import { asOwner } from './owner'
import { openPool } from './pool'
import { readPostmaster } from './postmaster'

/** A server of its own, which can be stopped. */
let folder: string
let server: EmbeddedDatabase

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-away-'))
  server = await startEmbedded({ dataFolder: folder, isDurable: false })
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

/** Of the application's login. */
const limitTo = (connections: number) =>
  asOwner((client) => client.query(`ALTER ROLE zhunxin_app CONNECTION LIMIT ${connections}`), server.url())
const backAgain = () => vi.waitUntil(() => whyDatabaseAway() === null, { timeout: 10_000 })
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
  expect(isDatabaseAway(failure)).toBe(false)
})

test('one connection that is ended fails what was asked on it, and nothing else', async () => {
  const pool = aPool()
  expect(await failureOf(pool.query('SELECT pg_terminate_backend(pg_backend_pid())'))).toMatchObject({
    name: 'DatabaseAwayError',
    reason: '57P01',
  })
  const client = await pool.connect()
  const slept = failureOf(client.query('SELECT pg_sleep(30)'))
  await asOwner(
    (owner) =>
      owner.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%sleep(30)%' AND pid <> pg_backend_pid()",
      ),
    server.url(),
  )
  expect(isDatabaseAway(await slept)).toBe(true)
  client.release(true)
  expect((await ask(pool)).rows).toMatchObject([{ one: 1 }])
  expect(whyDatabaseAway()).toBeNull()
})

test('where the server has few connections left, the pool serves everybody with those', async () => {
  await limitTo(2)
  const pool = aPool(10)
  const answers = await Promise.all(Array.from({ length: 100 }, () => ask(pool)))
  expect(answers).toHaveLength(100)
  expect(pool.totalCount).toBeLessThanOrEqual(2)
  expect(whyDatabaseAway()).toBeNull()
})

test('who waits for a connection that others use is refused in time, and the database is not away for that', async () => {
  const pool = aPool(2)
  const held = await Promise.all([pool.connect(), pool.connect()])
  const { failure, milliseconds } = await timed(() => ask(pool))
  expect(failure).toMatchObject({ name: 'DatabaseAwayError', reason: 'BUSY' })
  expect(milliseconds).toBeLessThan(11_000)
  for (const client of held) client.release()
  expect((await ask(pool)).rows).toHaveLength(1)
  expect(whyDatabaseAway()).toBeNull()
})

test('a server without any connection left is away, everybody is refused at once, and it is found again', async () => {
  await limitTo(0)
  const pool = aPool()
  expect(await failureOf(ask(pool))).toMatchObject({ name: 'DatabaseAwayError', reason: '53300' })
  expect(whyDatabaseAway()).toBe('53300')
  const { failure, milliseconds } = await timed(() => ask(pool))
  expect(failure).toBeInstanceOf(DatabaseAwayError)
  expect(milliseconds).toBeLessThan(100)
  await limitTo(-1)
  await backAgain()
  expect((await ask(pool)).rows).toHaveLength(1)
})

test('Prisma passes it on as it is, from a statement and from a transaction', async () => {
  expect(await failureOf(database().$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`)).toMatchObject({
    digest: 'DATABASE_AWAY',
  })
  const inside = transaction((tx) => tx.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`)
  expect(isDatabaseAway(await failureOf(inside))).toBe(true)
  await disconnect()
  await limitTo(0)
  expect(isDatabaseAway(await failureOf(transaction(async () => {})))).toBe(true)
  expect(isDatabaseAway(await failureOf(database().$queryRaw`SELECT 1`))).toBe(true)
})

test.skipIf(!canPause)('one that is paused is away, and what waits on it ends', { timeout: 60_000 }, async () => {
  const pool = aPool()
  await ask(pool)
  const resume = pauseServer(folder)
  try {
    const { failure, milliseconds } = await timed(() => ask(pool)) // on the connection that the pool has
    expect(isDatabaseAway(failure)).toBe(true)
    expect(milliseconds).toBeLessThan(9_000)
    expect(whyDatabaseAway()).toBe('SILENT')
    expect((await timed(() => ask(pool))).milliseconds).toBeLessThan(100)
  } finally {
    resume()
  }
  await backAgain()
  expect((await ask(pool)).rows).toHaveLength(1)
})

test('one that was stopped is away until it is there again', async () => {
  const pool = aPool()
  await ask(pool)
  process.kill(readPostmaster(path.join(folder, 'postgres'))?.pid ?? 0, 'SIGINT') // for `stop` leaves it to those connected
  await vi.waitUntil(async () => isDatabaseAway(await failureOf(ask(pool))))
  await vi.waitUntil(() => !server.isRunning())
  expect(isDatabaseAway(await failureOf(ask(pool)))).toBe(true)
  expect(whyDatabaseAway()).not.toBeNull()
  server = await startEmbedded({ dataFolder: folder, isDurable: false })
  await backAgain()
  expect((await ask(pool)).rows).toHaveLength(1)
})
