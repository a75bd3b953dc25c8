import { afterEach, expect, test, vi } from 'vitest'
import { newId } from '@/lib/core/ids'
import { database, withConnection } from '@/lib/db/client'
import { ACTIONS_PER_MINUTE, consumeAction } from './action-limits'

afterEach(() => vi.restoreAllMocks())

const spend = (key: string, points: number) => database().$executeRaw`
  UPDATE rate_limits SET points = points + ${points} WHERE key = ${key}`
const refused = { code: 'RATE_LIMITED', params: { seconds: expect.any(Number) } }

test('a session has its limit, and other sessions of its person theirs', async () => {
  const [id, sessionId] = [newId(), newId()]
  await consumeAction({ id, sessionId })
  await spend(`act-session:${sessionId}`, ACTIONS_PER_MINUTE.session - 2)
  await consumeAction({ id, sessionId })
  await expect(consumeAction({ id, sessionId })).rejects.toMatchObject(refused)
  await consumeAction({ id, sessionId: newId() })
})

test('a person has one limit in all, with any number of sessions', async () => {
  const id = newId()
  await consumeAction({ id, sessionId: newId() })
  await spend(`act-person:${id}`, ACTIONS_PER_MINUTE.person - 1)
  await expect(consumeAction({ id, sessionId: newId() })).rejects.toMatchObject(refused)
  await consumeAction({ id: newId(), sessionId: newId() })
})

test('a failing database lets nobody through, and does not look like a limit', async () => {
  vi.spyOn(database(), '$queryRawUnsafe').mockRejectedValue(new Error('connection lost'))
  await expect(consumeAction({ id: newId(), sessionId: newId() })).rejects.toThrow('connection lost')
})

test('what is counted waits for no flush, and what comes after it on its connection does', async () => {
  const setting = (sql: string) =>
    withConnection(async (connection) => (await connection.query<{ pid: number; value: string }>(sql)).rows[0])
  const show = `SELECT pg_backend_pid() AS pid, current_setting('synchronous_commit') AS value`
  const before = await setting(
    `SELECT pg_backend_pid() AS pid, set_config('synchronous_commit', 'local', false) AS value`,
  )
  const sent = vi.spyOn(database(), '$queryRawUnsafe')
  await consumeAction({ id: newId(), sessionId: newId() })
  expect(await sent.mock.results[0]?.value).toContainEqual(expect.objectContaining({ set_config: 'off' }))
  expect(await setting(show)).toEqual(before) // the pool lends the connection that it got back last
  await setting(`SELECT pg_backend_pid() AS pid, set_config('synchronous_commit', reset_val, false) AS value
    FROM pg_settings WHERE name = 'synchronous_commit'`)
})
