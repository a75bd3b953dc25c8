import { expect, test } from 'vitest'
import { CONSENT_KEYS } from '@/lib/accounts/consents/consents'
import { requireFreshCode } from '@/lib/accounts/limits/fresh-factor'
import type { PersonActor } from '@/lib/actor/actor'
import { MINUTE } from '@/lib/core/clock'
import { blindIndex } from '@/lib/crypto/blind-index'
import { database, databaseTime, transaction } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { aCode, anotherThan, aTicket, BROWSER } from '@/tests/factories/codes'
import { outcomesOf } from '@/tests/factories/outcomes'
import { anAddress, aPhone, aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { startAgain } from '../recovery/start-again'
import { endSession } from '../sessions/end-sessions'
import { readSession, startSession } from '../sessions/sessions'
import { newBrowser } from './sign-in-codes'
import { verifyOwnCode } from './verify-own-code'

/** Returns a person who signed in by a password alone. */
async function byPassword() {
  const { id, phone } = await aRegisteredApplicant()
  const factors = ['PASSWORD'] as const
  const session = await transaction((tx) => startSession(tx, { userId: id, audience: 'APPLICANT', factors }))
  const actor = session && (await readSession(session.id))
  if (!actor) throw new Error('Not signed in')
  return { id, phone, actor }
}

const give = (actor: PersonActor, code: string, browser: string | null = BROWSER) =>
  verifyOwnCode(actor, { code, address: anAddress(), browser })
const isFresh = (actor: PersonActor | null) =>
  actor
    ? requireFreshCode(database(), actor).then(
        () => true,
        () => false,
      )
    : null

test('a code makes the session fresh under a new token; the old one, and each copy of it, ends', async () => {
  const { id, phone, actor } = await byPassword()
  expect(await isFresh(actor)).toBe(false)
  const raised = await give(actor, await aCode(phone))
  expect(await isFresh(await readSession(raised.id))).toBe(true)
  expect(await readSession(actor.sessionId)).toBeNull()
  const { endsAt } = await database().session.findUniqueOrThrow({ where: { id: actor.sessionId } })
  expect(raised.endsAt).toEqual(endsAt) // the session lasts no longer for it
  expect((await eventsAbout(id, 'session.ended')).at(-1)).toMatchObject({
    actorId: id,
    data: { sessionId: actor.sessionId, because: 'RAISED' },
  })
  expect((await eventsAbout(id, 'session.started')).at(-1)).toMatchObject({
    data: { sessionId: raised.id, factors: ['PASSWORD', 'SMS_CODE'] },
  })
})

test('a wrong code, a used one, and one that another browser requested make nothing fresh', async () => {
  const { phone, actor } = await byPassword()
  const code = await aCode(phone)
  await expect(give(actor, anotherThan(code))).rejects.toMatchObject({ code: 'CODE_WRONG' })
  await expect(give(actor, code, newBrowser())).rejects.toMatchObject({ code: 'CODE_WRONG' })
  await expect(give(actor, code, null)).rejects.toMatchObject({ code: 'CODE_NOT_HERE' })
  expect(await readSession(actor.sessionId)).not.toBeNull()
  const raised = await readSession((await give(actor, code)).id)
  if (!raised) throw new Error('Not live')
  await expect(give(raised, code)).rejects.toMatchObject({ code: 'CODE_EXPIRED' })
})

test('of one code that is given several times at once, one counts', async () => {
  const { phone, actor } = await byPassword()
  const code = await aCode(phone)
  const outcomes = await outcomesOf([1, 2, 3].map(() => give(actor, code)))
  expect(outcomes.filter((outcome) => outcome === 'OK')).toHaveLength(1)
})

test('a session that has ended becomes no other, and the code is not used up', async () => {
  const { phone, actor } = await byPassword()
  const code = await aCode(phone)
  await endSession(actor, 'BY_HAND')
  await expect(give(actor, code)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
  const phoneIndex = await blindIndex('phone', phone)
  expect(await database().signInCode.findMany({ where: { phoneIndex } })).toMatchObject([{ usedAt: null }])
})

test('it is not for who is signed in as staff, though they have a number', async () => {
  const { id, phone } = await aRegisteredApplicant()
  await database().roleGrant.create({ data: { userId: id, role: 'REVIEWER' } })
  const staff = await aSession(id, 'STAFF')
  await expect(give(staff, await aCode(phone))).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('the quarter of an hour starts when the code is given, not when the form after it is sent', async () => {
  const phone = aPhone()
  const ticket = await aTicket(phone)
  const phoneIndex = await blindIndex('phone', phone)
  await database().$executeRaw`
    UPDATE sign_in_codes SET used_at = used_at - interval '14 minutes' WHERE phone_index = ${phoneIndex}`
  const { session } = await startAgain({ ticket, consents: CONSENT_KEYS, locale: 'zh-CN', device: null })
  const actor = await readSession(session.id)
  const given = actor?.assurance.factors[0]?.at.getTime() ?? 0
  expect((await databaseTime()).getTime() - given).toBeGreaterThanOrEqual(14 * MINUTE)
})
