import { expect, test } from 'vitest'
import { CONFIRMED } from '@/tests/factories/confirmations'
import { aVouchedSession } from '@/tests/factories/handovers'
import { aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { endAllSessions, endOtherSessions } from './end-other-sessions'
import { endSession } from './end-sessions'
import { listOwnSessions } from './own-sessions'
import { readSession } from './sessions'
import { listVouchedSignIns } from './vouched-sign-ins'

test('what a platform vouched for is listed with its name, after it ended too, and nothing else is', async () => {
  const person = await aRegisteredApplicant()
  await aSession(person.id, 'APPLICANT')
  const first = (await aVouchedSession(person)).actor
  await endSession(first, 'SIGN_OUT')
  const second = (await aVouchedSession(person)).actor
  await aVouchedSession(await aRegisteredApplicant())
  expect(await listVouchedSignIns(person.actor)).toEqual([
    { id: second.sessionId, at: expect.any(Date), by: '云控制台' },
    { id: first.sessionId, at: expect.any(Date), by: '云控制台' },
  ])
  const names = (await listOwnSessions(person.actor)).map(({ id, vouchedBy }) => [id, vouchedBy])
  expect(Object.fromEntries(names)).toMatchObject({ [person.actor.sessionId]: null, [second.sessionId]: '云控制台' })
})

test('a session that was vouched for itself sees no others, and ends none', async () => {
  const person = await aRegisteredApplicant()
  const { actor } = await aVouchedSession(person)
  const acts = [
    () => listVouchedSignIns(actor),
    () => listOwnSessions(actor),
    () => endOtherSessions(actor, person.actor, CONFIRMED),
    () => endAllSessions(actor),
  ]
  for (const act of acts) await expect(act()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(await readSession(person.actor.sessionId)).not.toBeNull()
})
