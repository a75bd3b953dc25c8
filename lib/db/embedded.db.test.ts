import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { takeKeysLock } from '@/lib/keys/keys-lock'
import { fillWithCluster } from '@/tests/setup/cluster'
import { type EmbeddedDatabase, startEmbedded } from './embedded'
import { OWN_CONNECTIONS } from './own-connections'
import { readPostmaster } from './postmaster'

let folder: string
let dataFolder: string
const servers: EmbeddedDatabase[] = []

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-embedded-'))
  dataFolder = folder
})
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function start({ isDurable = false } = {}): Promise<EmbeddedDatabase> {
  const server = await startEmbedded({ dataFolder, isDurable })
  servers.push(server)
  return server
}

/** Starts a cluster that was copied into place, for tests that are not about making one. */
async function startCopied({ isDurable = false } = {}): Promise<EmbeddedDatabase> {
  await fillWithCluster(dataFolder)
  return start({ isDurable })
}

const cluster = () => path.join(dataFolder, 'postgres')
const logFile = () => path.join(dataFolder, 'postgres.log')
const lockFile = () => path.join(cluster(), 'postmaster.pid')

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

test('keeps its data from one start to the next, and is reached by no port and not without its password', async () => {
  const first = await start()
  await query(first.url(), 'CREATE TABLE kept AS SELECT 1 AS one')
  const settings = await query(
    first.url(),
    "SELECT name, setting FROM pg_settings WHERE name IN ('data_checksums', 'listen_addresses', 'server_encoding') ORDER BY 1",
  )
  expect(settings.map((row) => Object.values(row as object))).toEqual([
    ['data_checksums', 'on'],
    ['listen_addresses', ''],
    ['server_encoding', 'UTF8'],
  ])
  expect(await query(first.url(), "SELECT upper('ä') AS upper")).toEqual([{ upper: 'Ä' }])
  for (const folder of ['postgres', 'run']) expect(statSync(path.join(dataFolder, folder)).mode & 0o777).toBe(0o700)
  expect(statSync(path.join(dataFolder, 'postgres.password')).mode & 0o777).toBe(0o600)
  const withoutIt = new URL(first.url())
  withoutIt.password = 'guess'
  await expect(query(withoutIt.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
  await first.stop()
  expect(existsSync(lockFile())).toBe(false)

  const second = await start()

  expect(second.wasRunning).toBe(false)
  expect(second.url()).toBe(first.url())
  expect(await query(second.url(), 'SELECT one FROM kept')).toEqual([{ one: 1 }])
})

test('takes up the server that a killed process left running, and leaves it while others are connected', async () => {
  const left = await startCopied()
  const other = new pg.Client({ connectionString: left.url() })
  await other.connect()

  const taken = await start()
  expect(taken).toMatchObject({ wasRunning: true })
  expect(taken.url()).toBe(left.url())

  await taken.stop()
  expect(taken.isRunning()).toBe(true)
  await other.end()
  await taken.stop()
  expect(taken.isRunning()).toBe(false)
})

test('stops with this process despite its connections, and not with one whose id only starts with the same digits', async () => {
  const server = await startCopied()
  const connect = async (application_name: string) => {
    const client = new pg.Client({ connectionString: server.url(), application_name })
    client.on('error', () => {}) // ended with the server
    await client.connect()
    return client
  }
  const other = await connect(`${OWN_CONNECTIONS}0/worker`)
  const release = await takeKeysLock(server.url())
  await connect(`${OWN_CONNECTIONS}/worker`)

  await server.stop()
  expect(server.isRunning()).toBe(true)
  await other.end()
  await server.stop()

  expect(server.isRunning()).toBe(false)
  await release?.().catch(() => {})
})

test('starts again after kill -9', async () => {
  const killed = await startCopied({ isDurable: true })
  await query(killed.url(), 'CREATE TABLE kept AS SELECT 1 AS one')
  process.kill(readPostmaster(cluster())?.pid ?? 0, 'SIGKILL')

  const again = await start()

  expect(again.wasRunning).toBe(false)
  expect(await query(again.url(), 'SELECT one FROM kept')).toEqual([{ one: 1 }])
})

describe('after a crash', () => {
  test('a lock file whose number is a stranger’s now', async () => {
    await (await startCopied()).stop()
    writeFileSync(lockFile(), `${process.ppid}\n${cluster()}\n1\n5432\n${dataFolder}/run\n\n  0 0\nready   \n`)

    expect(await start()).toMatchObject({ wasRunning: false })
  })

  test('half of a cluster', async () => {
    const half = path.join(dataFolder, 'postgres.new-999999999-abc')
    mkdirSync(half)

    await start()

    expect(existsSync(half)).toBe(false)
  })
})

test('two starts at once end with one server', async () => {
  const [one, two] = await Promise.all([start(), start()])

  expect(one.url()).toBe(two.url())
  expect(await query(one.url(), 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('a folder too deep for a socket has it elsewhere, as private', async () => {
  dataFolder = path.join(dataFolder, 'deep'.repeat(20), 'deeper'.repeat(10))

  const server = await start()

  const socketFolder = new URL(server.url()).searchParams.get('host') ?? ''
  onTestFinished(() => rmSync(socketFolder, { recursive: true, force: true }))
  expect(socketFolder.startsWith(tmpdir())).toBe(true)
  expect(statSync(socketFolder).mode & 0o777).toBe(0o700)
})

test('an empty password, as a kill half-way leaves it, is made again', async () => {
  writeFileSync(path.join(dataFolder, 'postgres.password'), '')
  const server = await start()
  expect(await query(server.url(), 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  expect(readdirSync(dataFolder).filter((name) => name.startsWith('postgres.password'))).toEqual(['postgres.password'])
})

test('says which password it refuses', async () => {
  await startCopied()
  writeFileSync(path.join(dataFolder, 'postgres.password'), 'another')

  await expect(startEmbedded({ dataFolder })).rejects.toThrow(/refuses the password/)
})

test('says why it does not start', async () => {
  const server = await startCopied()
  await server.stop()
  rmSync(path.join(cluster(), 'pg_wal'), { recursive: true })
  await expect(startEmbedded({ dataFolder, isDurable: false })).rejects.toThrow(/doesn't start: .*pg_wal/)
})

test('its log quotes no value', async () => {
  const server = await startCopied()
  await query(server.url(), 'CREATE TABLE kept (phone text UNIQUE)')
  const insert = "INSERT INTO kept VALUES ('13800138000')"
  await query(server.url(), insert)

  await expect(query(server.url(), insert)).rejects.toMatchObject({ code: '23505' })

  const log = readFileSync(logFile(), 'utf8')
  expect(log).toContain('duplicate key')
  expect(log).not.toContain('13800138000')
})

test('its log is rotated when it is long, and five files are stored', async () => {
  const server = await startCopied()
  const write = (text: string) => query(server.url(), `DO $$ BEGIN RAISE LOG '%', '${text}'; END $$`)
  const read = (name = '') => readFileSync(`${logFile()}${name}`, 'utf8')
  const megabyte = 'x'.repeat(1024 * 1024)
  server.rotateLog()
  expect(existsSync(`${logFile()}.1`)).toBe(false)

  for (let round = 1; round <= 6; round += 1) {
    await write(`round ${round}`)
    for (let sent = 0; sent < 10; sent += 1) await write(megabyte)
    server.rotateLog()
    expect(statSync(logFile()).size).toBe(0)
  }

  await write('the last')
  expect(read()).toContain('the last')
  expect(['.1', '.2', '.3', '.4'].map((name) => /round \d/.exec(read(name))?.[0])).toEqual(
    [6, 5, 4, 3].map((round) => `round ${round}`),
  )
  expect(readdirSync(dataFolder).filter((name) => name.startsWith('postgres.log'))).toHaveLength(5)
  expect(statSync(`${logFile()}.1`).mode & 0o777).toBe(0o600)
})
