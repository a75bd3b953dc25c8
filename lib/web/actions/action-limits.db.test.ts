import { expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import { endSession } from '@/lib/sign-in/sessions/end-sessions'
import { readAnySession } from '@/lib/sign-in/sessions/sessions'
import { aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { statementsOf } from '@/tests/setup/statements'
import { ACTIONS_PER_MINUTE, readActingSession } from './action-limits'

const pointsOf = async (key: string) => (await database().rateLimit.findUnique({ where: { key } }))?.points
const spend = (key: string, points: number) => database().$executeRaw`
  UPDATE rate_limits SET points = points + ${points} WHERE key = ${key}`
const refused = { code: 'RATE_LIMITED', params: { seconds: expect.any(Number) } }

test('an act counts for its session and its person, in the statement that reads the session', async () => {
  const { actor } = await aRegisteredApplicant()
  const { id, sessionId } = actor
  expect(await statementsOf(() => readActingSession(sessionId))).toHaveLength(1)
  expect(await readActingSession(sessionId)).toEqual(await readAnySession(sessionId))
  expect([await pointsOf(`act-session:${sessionId}`), await pointsOf(`act-person:${id}`)]).toEqual([2, 2])
})

test('a session has its limit, and other sessions of its person theirs', async () => {
  const { id, actor } = await aRegisteredApplicant()
  const { sessionId } = actor
  await readActingSession(sessionId)
  await spend(`act-session:${sessionId}`, ACTIONS_PER_MINUTE.session - 2)
  await readActingSession(sessionId)
  await expect(readActingSession(sessionId)).rejects.toMatchObject(refused)
  const other = await aSession(id, 'APPLICANT')
  expect(await readActingSession(other.sessionId)).toMatchObject({ id })
})

test('a person has one limit in all, with any number of sessions', async () => {
  const { id, actor } = await aRegisteredApplicant()
  await readActingSession(actor.sessionId)
  await spend(`act-person:${id}`, ACTIONS_PER_MINUTE.person - 1)
  const other = await aSession(id, 'APPLICANT')
  await expect(readActingSession(other.sessionId)).rejects.toMatchObject(refused)
  const { actor: another } = await aRegisteredApplicant()
  expect(await readActingSession(another.sessionId)).toMatchObject({ id: another.id })
})

test('after its minute a limit counts from one', async () => {
  const { actor } = await aRegisteredApplicant()
  const key = `act-session:${actor.sessionId}`
  await readActingSession(actor.sessionId)
  await database().rateLimit.update({ where: { key }, data: { points: ACTIONS_PER_MINUTE.session, expire: 1 } })
  await readActingSession(actor.sessionId)
  expect(await pointsOf(key)).toBe(1)
})

test('of a session that is not live nothing is counted', async () => {
  const { actor } = await aRegisteredApplicant()
  await endSession(actor, 'SIGN_OUT')
  expect(await readActingSession(actor.sessionId)).toBeNull()
  expect(await pointsOf(`act-session:${actor.sessionId}`)).toBeUndefined()
  for (const unknown of [newId(), 'no id']) expect(await readActingSession(unknown)).toBeNull()
})
