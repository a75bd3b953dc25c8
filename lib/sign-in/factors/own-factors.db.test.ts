import { expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { MINUTE } from '@/lib/core/clock'
import { database, databaseTime } from '@/lib/db/client'
import { readOutbox } from '@/lib/notifications/outbox/read-outbox'
import { resetFactors } from '@/lib/staff/reset-factors'
import { eventsAbout } from '@/tests/factories/audit'
import { anIncompleteSession, codeOf, signedIn, withPasskey, withTotp } from '@/tests/factories/factors'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, anAddress, anAdministrator, aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { readAnySession, readSession } from '../sessions/sessions'
import { readFactors, readWaysToConfirm } from './read-factors'
import { removePasskey, removeTotp } from './remove-factor'
import { renewRecoveryCodes } from './renew-recovery-codes'
import { verifyRecoveryCode } from './verify-recovery-code'
import { verifyTotp } from './verify-totp'

const giveCode = (session: Parameters<typeof verifyRecoveryCode>[0], code: string) =>
  verifyRecoveryCode(session, { code, address: anAddress(), device: null })

/** Returns the actor as they are a quarter of an hour later. */
async function staled(actor: PersonActor): Promise<PersonActor> {
  const at = new Date((await databaseTime()).getTime() - 15 * MINUTE - 1)
  return { ...actor, assurance: { factors: actor.assurance.factors.map(({ factor }) => ({ factor, at })) } }
}

test('a recovery code replaces the second factor once, however it is typed', async () => {
  const { id, email } = await aColleague()
  const { recoveryCodes, actor } = await withTotp(await anIncompleteSession(id))
  const [code = '', other = ''] = recoveryCodes
  expect(code).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)
  const session = await giveCode(await anIncompleteSession(id), ` ${code.toLowerCase().replace('-', ' ')} `)
  expect((await signedIn(session.id)).assurance.factors.at(-1)).toMatchObject({ factor: 'RECOVERY_CODE' })
  for (const used of [code, '00000-00000', 'nothing'])
    await expect(giveCode(await anIncompleteSession(id), used)).rejects.toMatchObject({ code: 'FACTOR_WRONG' })
  expect((await readFactors(actor)).recoveryCodesLeft).toBe(9)
  expect(await eventsAbout(id, 'recovery_code.used')).toMatchObject([{ data: { left: 9 } }])
  const notified = (await readOutbox())?.filter(({ to }) => to === email).map(({ template }) => template)
  expect(notified).toContain('RECOVERY_CODE_USED')
  const stored = await database().recoveryCode.findMany({ where: { userId: id } })
  for (const { codeHash } of stored) expect(Buffer.from(codeHash).toString('latin1')).not.toContain(other)
})

test('of many who give one recovery code at once, one is signed in; nobody by the code of another', async () => {
  const [{ id }, { id: other }] = [await aColleague(), await aColleague()]
  const { recoveryCodes } = await withTotp(await anIncompleteSession(id))
  await withTotp(await anIncompleteSession(other))
  const [code = '', second = ''] = recoveryCodes
  const sessions = [await anIncompleteSession(id), await anIncompleteSession(id)]
  expect(await outcomesOf(sessions.map((session) => giveCode(session, code)))).toEqual(['FACTOR_WRONG', 'OK'])
  await expect(giveCode(await anIncompleteSession(other), second)).rejects.toMatchObject({ code: 'FACTOR_WRONG' })
})

test('new codes end the old ones, and nobody else’s', async () => {
  const [{ id }, { id: other }] = [await aColleague(), await aColleague()]
  const { recoveryCodes: theirs } = await withTotp(await anIncompleteSession(other))
  const { recoveryCodes, actor } = await withTotp(await anIncompleteSession(id))
  await expect(renewRecoveryCodes(await staled(actor))).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED' })
  const codes = await renewRecoveryCodes(actor)
  expect(codes).toHaveLength(10)
  const old = giveCode(await anIncompleteSession(id), recoveryCodes[0] ?? '')
  await expect(old).rejects.toMatchObject({ code: 'FACTOR_WRONG' })
  await giveCode(await anIncompleteSession(id), codes[9] ?? '')
  await giveCode(await anIncompleteSession(other), theirs[0] ?? '')
  expect(await eventsAbout(id, 'recovery_codes.made')).toHaveLength(2)
})

test('a factor goes while another stays, and never the last one', async () => {
  const { id, email } = await aColleague()
  const first = await withPasskey(await anIncompleteSession(id))
  const { actor } = await withTotp(first.actor)
  const [passkey] = (await readFactors(actor)).passkeys
  const passkeyId = passkey?.id ?? ''
  await expect(removeTotp(await staled(actor))).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED' })
  await expect(removePasskey(await anAdministrator(), { passkeyId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await removePasskey(actor, { passkeyId })
  await expect(removePasskey(actor, { passkeyId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(removeTotp(actor)).rejects.toMatchObject({ code: 'LAST_FACTOR' })
  expect((await readFactors(actor)).totp).not.toBeNull()
  expect(await eventsAbout(id, 'factor.removed')).toMatchObject([{ data: { factor: 'PASSKEY', factorId: passkeyId } }])
  expect((await readOutbox())?.filter(({ to }) => to === email).map(({ template }) => template)).toContain(
    'FACTOR_REMOVED',
  )
})

test('when two are removed at once, one stays', async () => {
  const { id } = await aColleague()
  const { actor } = await withTotp((await withPasskey(await anIncompleteSession(id))).actor)
  const [passkey] = (await readFactors(actor)).passkeys
  const outcomes = await outcomesOf([removePasskey(actor, { passkeyId: passkey?.id ?? '' }), removeTotp(actor)])
  expect(outcomes).toEqual(['LAST_FACTOR', 'OK'])
})

test('an administrator resets lost factors: all are removed, the sessions are closed, and the person is notified', async () => {
  const { id, email } = await aColleague()
  const { actor, recoveryCodes, secret } = await withTotp(await anIncompleteSession(id))
  const half = await anIncompleteSession(id)
  const administrator = await anAdministrator()
  await resetFactors(administrator, { userId: id })
  expect(await readSession(actor.sessionId)).toBeNull()
  expect(await readAnySession(half.sessionId)).toBeNull()
  const again = await anIncompleteSession(id)
  expect(again.pendingStep).toBe('SET_UP_SECOND_FACTOR')
  await expect(giveCode(again, recoveryCodes[0] ?? '')).rejects.toMatchObject({ code: 'FACTOR_WRONG' })
  const old = verifyTotp(again, { code: await codeOf(secret), address: anAddress(), device: null })
  await expect(old).rejects.toMatchObject({ code: 'FACTOR_WRONG' })
  expect(await eventsAbout(id, 'staff.factors_reset')).toMatchObject([
    { actorId: administrator.id, data: { count: 1 } },
  ])
  expect((await eventsAbout(id, 'session.ended')).at(-1)).toMatchObject({ data: { because: 'FACTORS_RESET' } })
  expect((await readOutbox())?.filter(({ to }) => to === email).map(({ template }) => template)).toContain(
    'FACTORS_RESET',
  )
  await expect(resetFactors(administrator, { userId: id })).rejects.toMatchObject({ code: 'INVALID_STATE' })
})

test('a reset takes an administrator with a fresh factor, a colleague, and never oneself', async () => {
  const { id } = await aColleague()
  await withTotp(await anIncompleteSession(id))
  const { actor: administrator } = await withTotp(
    await anIncompleteSession((await aColleague({ roles: ['ADMIN'] })).id),
  )
  const { actor: reviewer } = await aColleague({ roles: ['REVIEWER', 'LEAD', 'AUDITOR'] })
  const { id: applicant } = await aRegisteredApplicant()
  const refusals = [
    [reviewer, id, 'NOT_FOUND'],
    [administrator, applicant, 'NOT_FOUND'],
    [administrator, administrator.id, 'FORBIDDEN'],
    [await staled(administrator), id, 'FRESH_FACTOR_NEEDED'],
  ] as const
  for (const [actor, userId, code] of refusals)
    await expect(resetFactors(actor, { userId })).rejects.toMatchObject({ code })
  expect(await database().totpSecret.count({ where: { userId: id } })).toBe(1)
})

test('applicants have no factors, and none of this', async () => {
  const { id, actor } = await aRegisteredApplicant()
  const acts = [
    () => readFactors(actor),
    () => readWaysToConfirm(actor),
    () => renewRecoveryCodes(actor),
    async () => giveCode(await aSession(id, 'APPLICANT'), '00000-00000'),
  ]
  for (const act of acts) await expect(act()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(() => removeTotp(actor)).toThrow('Not of the staff')
})
