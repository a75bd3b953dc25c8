import { existsSync, renameSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { startEmbedded } from '@/lib/db/embedded'
import { killPostgres } from '@/tests/setup/embedded-portal'
import { loginVariables } from '@/tests/setup/logins'
import { untilReady } from '@/tests/setup/portal'
import { freePort } from '@/tests/setup/ports'
import { startsOfTest } from '@/tests/setup/starts'

const { start, refused, aDataFolder } = startsOfTest()

test('a second portal on the same data folder, and a port in use, are refused in one line', async () => {
  const dataFolder = aDataFolder()
  const first = await start({ dataFolder })
  const second = await refused({ dataFolder })
  expect(second.code).toBe(1)
  expect(second.said).not.toMatch(/^\s+at /m)
  expect((await fetch(first.url)).status).toBe(200)

  killPostgres(dataFolder)
  await first.said(/starting it again/)
  await untilReady(first)
  expect((await refused({ dataFolder })).code).toBe(1)
  expect((await fetch(first.url)).status).toBe(200)

  const port = await freePort()
  const holder = createServer().listen(port, '127.0.0.1')
  const third = await refused({ dataFolder: aDataFolder(), port })
  holder.close()
  expect(third.code).toBe(1)
  expect(third.said).toContain(`${port}`)
  expect(third.said).not.toMatch(/^\s+at /m)
})

test('a database that is not there, or is newer than the code, is said in a line', async () => {
  const port = await freePort()
  const unreachable = await refused({
    dataFolder: aDataFolder(),
    env: { DATABASE_URL: `postgresql://someone@127.0.0.1:${port}/none` },
  })
  expect(unreachable.code).toBe(1)
  expect(unreachable.said).toMatch(/database/i)
  expect(unreachable.said).not.toMatch(/^\s+at /m)

  const server = await startEmbedded({ dataFolder: path.dirname(aDataFolder()), isDurable: false })
  const env = loginVariables(server)
  const portal = await start({ dataFolder: aDataFolder(), env })
  await portal.stop()
  const client = new pg.Client({ connectionString: server.url() })
  await client.connect()
  await client.query(`
    INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
    VALUES ('later', 'x', '99990101000000_later', now(), 1)`)
  await client.end()
  const newer = await refused({ dataFolder: aDataFolder(), env })
  await server.stop()
  expect(newer.code).toBe(1)
  expect(newer.said).toMatch(/newer/i)
  expect(newer.said).not.toMatch(/^\s+at /m)
})

test('without the keys that the database was written with, it does not start', async () => {
  const dataFolder = aDataFolder()
  const first = await start({ dataFolder })
  await first.stop()
  const keyring = path.join(dataFolder, 'keyring.json')
  renameSync(keyring, `${keyring}.moved`)

  const second = await refused({ dataFolder })
  expect(second.code).toBe(1)
  expect(second.said).toMatch(/key/i)
  expect(existsSync(keyring)).toBe(false) // a new one would hide the loss

  renameSync(`${keyring}.moved`, keyring)
  const third = await start({ dataFolder })
  expect((await fetch(third.url)).status).toBe(200)
})
