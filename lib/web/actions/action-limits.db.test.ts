import { afterEach, expect, test, vi } from 'vitest'
import type { PersonActor, PhoneActor } from '@/lib/actor/actor'
import { newId } from '@/lib/core/ids'
import { database, withConnection } from '@/lib/db/client'
import { endSession } from '@/lib/sign-in/sessions/end-sessions'
import { readAnySession } from '@/lib/sign-in/sessions/sessions'
import { aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { statementsOf } from '@/tests/setup/statements'
import { ACTIONS_PER_MINUTE, consumePhoneAction, readActingSession } from './action-limits'

afterEach(() => vi.restoreAllMocks())

const pointsOf = async (key: string) => (await database().rateLimit.findUnique({ where: { key } }))?.points
const spend = (key: string, points: number) => database().$executeRaw`
  UPDATE rate_limits SET points = points + ${points} WHERE key = ${key}`
const aPhoneOf = ({ id, accountIds }: PersonActor): PhoneActor => ({
  ...{ kind: 'PHONE', id, accountId: accountIds[0] ?? '', letter: null },
  ...{ phoneSessionId: newId(), qualificationId: newId(), submissionId: newId() },
})
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

test('a phone has a limit of its own', async () => {
  const { actor } = await aRegisteredApplicant()
  const phone = aPhoneOf(actor)
  await consumePhoneAction(phone)
  await spend(`act-phone:${phone.phoneSessionId}`, ACTIONS_PER_MINUTE.phone - 2)
  await consumePhoneAction(phone)
  await expect(consumePhoneAction(phone)).rejects.toMatchObject(refused)
  await consumePhoneAction(aPhoneOf(actor))
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

test('what is counted waits for no flush, and what comes after it on its connection does', async () => {
  const setting = (sql: string) =>
    withConnection(async (connection) => (await connection.query<{ pid: number; value: string }>(sql)).rows[0])
  const show = `SELECT pg_backend_pid() AS pid, current_setting('synchronous_commit') AS value`
  const before = await setting(
    `SELECT pg_backend_pid() AS pid, set_config('synchronous_commit', 'local', false) AS value`,
  )
  const { actor } = await aRegisteredApplicant()
  const sent = vi.spyOn(database(), '$queryRaw')
  await readActingSession(actor.sessionId)
  await consumePhoneAction(aPhoneOf(actor))
  for (const { value } of sent.mock.results)
    expect(await value).toContainEqual(expect.objectContaining({ flush: 'off' }))
  expect(sent).toHaveBeenCalledTimes(2)
  expect(await setting(show)).toEqual(before) // the pool lends the connection that it got back last
  await setting(`SELECT pg_backend_pid() AS pid, set_config('synchronous_commit', reset_val, false) AS value
    FROM pg_settings WHERE name = 'synchronous_commit'`)
})
