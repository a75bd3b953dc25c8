import pg from 'pg'
import { expect, test, vi } from 'vitest'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { database } from './client'
import { OWN_CONNECTIONS } from './own-connections'
import { asOwner } from './owner'
import { LockTimeoutError, takeSharedLock } from './shared-lock'

const NAME = `${OWN_CONNECTIONS}/shared-locks`

const connections = () =>
  database().$queryRaw<
    { pid: number }[]
  >`SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = ${NAME}`

/** Another process that holds a lock, and listens. */
async function another() {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  const heard = vi.fn()
  client.on('notification', ({ payload }) => heard(payload?.split(' ')[1]))
  await client.connect()
  await client.query('LISTEN zhunxin_lock_wanted')
  return {
    heard,
    take: (name: string) => client.query('SELECT pg_advisory_lock(72707371, hashtext($1))', [name]),
    letGo: (name: string) => client.query('SELECT pg_advisory_unlock(72707371, hashtext($1))', [name]),
    want: (name: string) => client.query('SELECT pg_notify($1, $2)', ['zhunxin_lock_wanted', `another ${name}`]),
    end: () => client.end(),
  }
}

test('one at a time of this process: the holder is notified that another waits', async () => {
  const onWanted = vi.fn()
  const letGo = await takeSharedLock('a', { onWanted })
  const next = takeSharedLock('a', { onWanted: () => {} })
  await vi.waitUntil(() => onWanted.mock.calls.length > 0, PATIENCE)
  expect(await Promise.race([next, Promise.resolve('waits')])).toBe('waits')
  await letGo()
  await letGo() // a second call does nothing: the other holds it now
  const letGoNext = await next
  await expect(takeSharedLock('a', { onWanted: () => {}, timeoutMs: 0 })).rejects.toThrow(LockTimeoutError)
  await letGoNext()
})

test('one at a time of all processes, each of which is notified', async () => {
  const other = await another()
  await other.take('b')
  const onWanted = vi.fn()
  const waiting = takeSharedLock('b', { onWanted })
  await vi.waitUntil(() => other.heard.mock.calls.some(([name]) => name === 'b'), PATIENCE)
  expect(onWanted).not.toHaveBeenCalled()
  await other.letGo('b')
  const letGo = await waiting
  await other.want('b')
  await vi.waitUntil(() => onWanted.mock.calls.length > 0, PATIENCE)
  await letGo()
  await other.take('b')
  await expect(takeSharedLock('b', { onWanted, timeoutMs: 0 })).rejects.toThrow(LockTimeoutError)
  await other.end()
})

test('many locks take one connection, and none is left after the last', async () => {
  const taken = await Promise.all(Array.from({ length: 20 }, (_, i) => takeSharedLock(`c${i}`, { onWanted() {} })))
  expect(await connections()).toHaveLength(1)
  for (const letGo of taken) await letGo()
  await vi.waitUntil(async () => (await connections()).length === 0, PATIENCE)
})

test('a holder that loses the connection is notified, and the lock is free for the next', async () => {
  const onWanted = vi.fn()
  const letGo = await takeSharedLock('d', { onWanted })
  await asOwner((client) =>
    client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = $1`,
      [NAME],
    ),
  )
  await vi.waitUntil(() => onWanted.mock.calls.length > 0, PATIENCE)
  const letGoNext = await takeSharedLock('d', { onWanted() {} })
  await letGo() // of the lock that was lost: the other stays
  const other = await another()
  const waiting = other.take('d')
  expect(await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 300, 'waits'))])).toBe('waits')
  await letGoNext()
  await waiting
  await other.end()
})
