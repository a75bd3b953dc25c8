import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import PgBoss from 'pg-boss'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DatabaseGrantsError } from '@/lib/db/database-errors'
import { loginsOf, startEmbedded } from '@/lib/db/embedded'
import { migrate } from '@/lib/db/migrate'
import { ownerUrl } from '@/lib/db/owner'
import { prepareDatabase } from './prepare-database'
import { QUEUES } from './queues'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-logins-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function query(url: string, text: string): Promise<pg.QueryResultRow[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return [await client.query(text)].flat().flatMap(({ rows }) => rows)
  } finally {
    await client.end()
  }
}

const queuesOf = async (url: string) =>
  (await query(url, 'SELECT name FROM pgboss.queue ORDER BY name')).map(({ name }) => name)

test('a cluster from before the two logins gets them at its next start, and keeps what it holds', async () => {
  const secret = path.join(folder, 'postgres-app.password')
  const before = await startEmbedded({ dataFolder: folder, isDurable: false })
  await migrate(before.url())
  const boss = new PgBoss({ connectionString: before.url(), max: 1, supervise: false, schedule: false })
  await boss.start()
  await boss.createQueue('messaging.purge', { name: 'messaging.purge', policy: 'singleton' })
  await boss.send('messaging.purge', {})
  await boss.stop({ graceful: false })
  await query(before.url(), 'INSERT INTO accounts (id) VALUES (gen_random_uuid())')
  await query(before.url(), 'GRANT CREATE ON SCHEMA public TO PUBLIC; DROP ROLE zhunxin_app')
  await before.stop()
  rmSync(secret)

  const after = await startEmbedded({ dataFolder: folder, isDurable: false })
  const logins = loginsOf(after)
  expect(await prepareDatabase(logins)).toEqual([])

  expect(statSync(secret).mode & 0o777).toBe(0o600)
  expect(await query(logins.application, 'SELECT count(*)::int AS count FROM accounts')).toEqual([{ count: 1 }])
  expect(await query(logins.application, 'SELECT count(*)::int AS count FROM pgboss.job')).toEqual([{ count: 1 }])
  expect(await queuesOf(logins.application)).toEqual(['__pgboss__send-it', ...QUEUES].sort())
  await expect(query(logins.application, 'CREATE TABLE mine (id int)')).rejects.toMatchObject({ code: '42501' })

  await prepareDatabase(logins)
  await after.stop()
  rmSync(secret) // as a restored cluster may have another password than the data folder
  const again = await startEmbedded({ dataFolder: folder, isDurable: false })
  expect(existsSync(secret)).toBe(true)
  expect(await query(again.applicationUrl(), 'SELECT count(*)::int AS count FROM accounts')).toEqual([{ count: 1 }])
  await again.stop()
})

test('a database of one’s own is prepared by an owner who is no superuser, by several starts at once', async () => {
  const id = randomUUID().replaceAll('-', '').slice(0, 8)
  const [name, owner, application] = [`own_${id}`, `own_owner_${id}`, `own_app_${id}`]
  await query(
    ownerUrl(),
    `CREATE ROLE ${owner} LOGIN PASSWORD 'o'; CREATE ROLE ${application} LOGIN PASSWORD 'a'; GRANT ${owner} TO CURRENT_USER`,
  )
  await query(ownerUrl(), `CREATE DATABASE ${name} OWNER ${owner}`)
  const as = (user: string, password: string) =>
    Object.assign(new URL(ownerUrl()), { username: user, password, pathname: name }).href
  const logins = { owner: as(owner, 'o'), application: as(application, 'a') }

  const applied = await Promise.all(Array.from({ length: 5 }, () => prepareDatabase(logins)))

  expect(applied.flat().length).toBeGreaterThan(0)
  expect(await queuesOf(logins.application)).toEqual(['__pgboss__send-it', ...QUEUES].sort())
  await query(logins.application, 'INSERT INTO accounts (id) VALUES (gen_random_uuid()); DELETE FROM accounts')
  const alone = await prepareDatabase({ owner: logins.application, application: logins.application }).catch(String)
  expect(alone).toMatch(new RegExp(`The login ${application} does not own the database.*DATABASE_OWNER_URL`))
  for (const statement of ['CREATE TABLE mine (id int)', 'TRUNCATE accounts CASCADE', 'DELETE FROM audit_events'])
    await expect(query(logins.application, statement), statement).rejects.toMatchObject({ code: '42501' })
})

test.each([
  ['nothing', []],
  ['the tables, and no schema of their own for the queues', ['GRANT CREATE ON SCHEMA public TO']],
])('an owner who may create %s gets one sentence', async (_, grants) => {
  const id = randomUUID().replaceAll('-', '').slice(0, 8)
  const [name, login] = [`poor_${id}`, `poor_owner_${id}`]
  await query(ownerUrl(), `CREATE ROLE ${login} LOGIN PASSWORD 'o'`)
  await query(ownerUrl(), `CREATE DATABASE ${name}`)
  const own = Object.assign(new URL(ownerUrl()), { pathname: name }).href
  for (const grant of grants) await query(own, `${grant} ${login}`)
  const url = Object.assign(new URL(own), { username: login, password: 'o' }).href
  const failure = await prepareDatabase({ owner: url, application: url }).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(DatabaseGrantsError)
  expect(String(failure)).toMatch(new RegExp(`^DatabaseGrantsError: The login ${login} .*${name}.*.$`))
})
