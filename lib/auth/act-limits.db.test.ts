import { afterEach, expect, test, vi } from 'vitest'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import { ACTS_A_MINUTE, takeAct } from './act-limits'

afterEach(() => vi.restoreAllMocks())

const spend = (key: string, points: number) => database().$executeRaw`
  UPDATE rate_limits SET points = points + ${points} WHERE key = ${key}`
const refused = { code: 'RATE_LIMITED', params: { seconds: expect.any(Number) } }

test('a session has its limit, and other sessions of its person theirs', async () => {
  const [id, sessionId] = [newId(), newId()]
  await takeAct({ id, sessionId })
  await spend(`act-session:${sessionId}`, ACTS_A_MINUTE.session - 2)
  await takeAct({ id, sessionId })
  await expect(takeAct({ id, sessionId })).rejects.toMatchObject(refused)
  await takeAct({ id, sessionId: newId() })
})

test('a person has one in all, however many sessions they start', async () => {
  const id = newId()
  await takeAct({ id, sessionId: newId() })
  await spend(`act-person:${id}`, ACTS_A_MINUTE.person - 1)
  await expect(takeAct({ id, sessionId: newId() })).rejects.toMatchObject(refused)
  await takeAct({ id: newId(), sessionId: newId() })
})

test('a failing database lets nobody through, and is not taken for a limit', async () => {
  vi.spyOn(database(), '$queryRawUnsafe').mockRejectedValue(new Error('connection lost'))
  await expect(takeAct({ id: newId(), sessionId: newId() })).rejects.toThrow('connection lost')
})
