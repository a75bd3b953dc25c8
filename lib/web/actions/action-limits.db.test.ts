import { afterEach, expect, test, vi } from 'vitest'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
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
