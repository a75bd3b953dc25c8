import { expect, test } from 'vitest'
import { endMembership } from '@/lib/accounts/members/end-membership'
import type { PersonActor } from '@/lib/actor/actor'
import { database, transaction } from '@/lib/db/client'
import { endOtherSessions } from '@/lib/sign-in/sessions/end-other-sessions'
import { endSession } from '@/lib/sign-in/sessions/end-sessions'
import { raiseSession } from '@/lib/sign-in/sessions/sessions'
import { eventsAbout } from '@/tests/factories/audit'
import { CONFIRMED } from '@/tests/factories/confirmations'
import { aMemberOf, anAddress, aSession } from '@/tests/factories/people'
import { aBoundPhone, aDraftOfSomebody, aPhoneLink } from '@/tests/factories/phones'
import { aReadyDraft, asShown, submissionOf } from '@/tests/factories/qualifications'
import { interleaveWith } from '@/tests/setup/interleave'
import { submitQualification } from '../draft/submit-qualification'
import { withdrawQualification } from '../standing/withdraw-qualification'
import { bindPhone } from './bind-phone'
import { readPhone, readPhoneLink } from './read-phone'
import { readPhoneOfDraft } from './read-phone-of-draft'
import { PHONE_MINUTES, startPhone } from './start-phone'
import { finishPhone, stopPhone } from './stop-phone'

const bind = (token: string) => bindPhone({ token, address: anAddress() })
const why = (secret: string) => readPhone(secret)
const eventsOf = async (id: string) =>
  (await eventsAbout(id)).filter(({ action }) => action.startsWith('phone_session.'))

test('a code binds the first browser that uses it, for the draft of its revision, and each step has an event', async () => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const { id, token, endsAt } = await aPhoneLink(applicant, qualificationId)
  expect(await readPhoneLink(token)).toBe('OPEN')
  expect(await readPhoneLink(token)).toBe('OPEN') // looking consumes nothing

  const { secret } = await bind(token)
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(await readPhoneLink(token)).toEqual({ usedBy: id })
  const { id: submissionId } = await submissionOf(qualificationId)
  const { accountId, id: userId } = applicant
  const phone = {
    kind: 'PHONE',
    id: userId,
    phoneSessionId: id,
    accountId,
    qualificationId,
    submissionId,
    letter: null,
  }
  expect(await readPhone(secret)).toEqual({ phone, secondsLeft: expect.any(Number) })
  const row = await database().phoneSession.findUniqueOrThrow({ where: { id } })
  expect(row.endsAt).toEqual(endsAt)
  expect(row.endsAt.getTime() - row.createdAt.getTime()).toBe(PHONE_MINUTES * 60_000)

  const events = await eventsOf(qualificationId)
  expect(events.map(({ action, actorKind, actorId }) => [action, actorKind, actorId])).toEqual([
    ['phone_session.started', 'PERSON', userId],
    ['phone_session.bound', 'PERSON', userId],
  ])
  expect(JSON.stringify(events)).not.toContain(token)
  expect(JSON.stringify(events)).not.toContain(secret)
})

test('neither the token nor the secret is stored, and one is not the other', async () => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const { token, secret, id } = await aBoundPhone(applicant, qualificationId)
  const [{ row }] = await database().$queryRaw<[{ row: string }]>`
    SELECT p::text AS row FROM phone_sessions p WHERE id = ${id}::uuid`
  for (const text of [token, secret]) {
    expect(row).not.toContain(text)
    expect(row).not.toContain(Buffer.from(text, 'base64url').toString('hex'))
  }
  expect(await readPhone(token)).toBeNull()
  expect(await readPhoneLink(secret)).toBeNull()
  expect(await readPhone(`${secret}x`)).toBeNull()
})

test('a second browser is refused, and the first one continues', async () => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const { token, secret } = await aBoundPhone(applicant, qualificationId)
  await expect(bind(token)).rejects.toMatchObject({ code: 'PHONE_LINK_USED' })
  expect(await why(secret)).toHaveProperty('phone')
  await expect(bind('nothing')).rejects.toMatchObject({ code: 'LINK_INVALID' })
})

test('of two browsers that use a code at once, exactly one is bound', async () => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const { token, id } = await aPhoneLink(applicant, qualificationId)
  // The one waits for the row that the other has locked, and then finds it bound.
  const secretHash = new Uint8Array(32).fill(7)
  const other = interleaveWith(
    (tx) => tx.phoneSession.update({ where: { id }, data: { boundAt: new Date(), secretHash } }),
    () => bind(token),
  )
  await expect(other).rejects.toMatchObject({ code: 'PHONE_LINK_USED' })
  expect((await database().phoneSession.findUniqueOrThrow({ where: { id } })).secretHash).toEqual(secretHash)

  const again = await aPhoneLink(applicant, qualificationId)
  const both = await Promise.allSettled([bind(again.token), bind(again.token), bind(again.token)])
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('an open code that is ended meanwhile binds nobody', async () => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const { token, id } = await aPhoneLink(applicant, qualificationId)
  const late = interleaveWith(
    (tx) => tx.phoneSession.update({ where: { id }, data: { endedAt: new Date(), endedBecause: 'STOPPED' } }),
    () => bind(token),
  )
  await expect(late).rejects.toMatchObject({ code: 'PHONE_ENDED' })
})

test('a new code ends the phone before it: one at a time for a draft', async () => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const first = await aBoundPhone(applicant, qualificationId)
  const second = await aPhoneLink(applicant, qualificationId)
  expect(await why(first.secret)).toEqual({ ended: 'REPLACED', letter: null })
  expect(await readPhoneOfDraft(applicant, qualificationId)).toMatchObject({ id: second.id, isBound: false })

  await Promise.all([1, 2, 3].map(() => aPhoneLink(applicant, qualificationId)))
  const open = await database().phoneSession.count({
    where: { endedAt: null, submission: { qualificationId } },
  })
  expect(open).toBe(1)
})

test('it ends from either side, for both', async () => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const [one, member] = [await aBoundPhone(applicant, qualificationId), await aMemberOf(applicant.accountId)]
  await stopPhone(member.actor, { qualificationId })
  expect(await why(one.secret)).toEqual({ ended: 'STOPPED', letter: null })
  expect(await readPhoneOfDraft(applicant, qualificationId)).toBeNull()

  const other = await aBoundPhone(applicant, qualificationId)
  await finishPhone(other.phone)
  await finishPhone(other.phone) // nothing more happens
  expect(await why(other.secret)).toEqual({ ended: 'FINISHED', letter: null })
  const ends = (await eventsOf(qualificationId)).filter(({ action }) => action === 'phone_session.ended')
  expect(ends.map(({ data, actorId }) => [data, actorId])).toEqual([
    [{ phoneSessionId: one.id, because: 'STOPPED' }, member.actor.id],
    [{ phoneSessionId: other.id, because: 'FINISHED' }, applicant.id],
  ])
})

test('it ends after its time by the clock of the database, and is closed as such', async () => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const { secret, token, id } = await aBoundPhone(applicant, qualificationId)
  await database()
    .$executeRaw`UPDATE phone_sessions SET ends_at = clock_timestamp() - interval '1 second' WHERE id = ${id}::uuid`
  expect(await why(secret)).toEqual({ ended: 'EXPIRED', letter: null })
  expect(await readPhoneLink(token)).toEqual({ ended: 'EXPIRED' })
  expect(await readPhoneOfDraft(applicant, qualificationId)).toBeNull()
  await startPhone(applicant, { qualificationId })
  expect((await database().phoneSession.findUniqueOrThrow({ where: { id } })).endedBecause).toBe('EXPIRED')

  const open = await aPhoneLink(applicant, qualificationId)
  await database()
    .$executeRaw`UPDATE phone_sessions SET ends_at = clock_timestamp() - interval '1 second' WHERE id = ${open.id}::uuid`
  await expect(bind(open.token)).rejects.toMatchObject({ code: 'PHONE_ENDED' })
})

test('it ends by submitting and by withdrawing', async () => {
  const { applicant } = await aDraftOfSomebody()
  const { id } = await aReadyDraft({ applicant })
  const one = await aBoundPhone(applicant, id)
  await submitQualification(applicant, { ...(await asShown(applicant, id)), revision: 1 })
  expect(await why(one.secret)).toEqual({ ended: 'SUBMITTED', letter: null })
  await expect(startPhone(applicant, { qualificationId: id })).rejects.toMatchObject({ code: 'INVALID_STATE' })

  const { applicant: owner, qualificationId } = await aDraftOfSomebody()
  const other = await aBoundPhone(owner, qualificationId)
  await withdrawQualification(owner, { qualificationId })
  expect(await why(other.secret)).toEqual({ ended: 'CLOSED', letter: null })
  const ends = [await eventsOf(id), await eventsOf(qualificationId)].map((events) => events.at(-1))
  expect(ends).toMatchObject([{ data: { because: 'SUBMITTED' } }, { data: { because: 'CLOSED' } }])
})

test('it ends with the session that showed the code, and with all sessions', async () => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const one = await aBoundPhone(applicant, qualificationId)
  await endSession(await aSession(applicant.id, 'APPLICANT'), 'SIGN_OUT')
  expect(await why(one.secret)).toHaveProperty('phone') // another session of theirs
  await endOtherSessions(await aSession(applicant.id, 'APPLICANT'), {}, CONFIRMED)
  expect(await why(one.secret)).toEqual({ ended: 'SIGNED_OUT', letter: null })

  const own = await aSession(applicant.id, 'APPLICANT')
  const two = await aBoundPhone(own, qualificationId)
  await transaction((tx) => raiseSession(tx, own, 'SMS_CODE')) // it continues under another token
  expect(await why(two.secret)).toEqual({ ended: 'SIGNED_OUT', letter: null })
  expect((await eventsOf(qualificationId)).at(-1)).toMatchObject({ data: { because: 'SIGNED_OUT' } })
})

test.each([
  [
    'its person was disabled',
    async ({ id }: PersonActor) =>
      database().user.update({ where: { id }, data: { status: 'DISABLED', disabledAt: new Date() } }),
  ],
  [
    'its person was blocked',
    async ({ id }: PersonActor) =>
      database().user.update({ where: { id }, data: { status: 'BLOCKED', blockedAt: new Date() } }),
  ],
  [
    'its session is over',
    async ({ sessionId }: PersonActor) =>
      database()
        .$executeRaw`UPDATE sessions SET ends_at = clock_timestamp() - interval '1 second' WHERE id = ${sessionId}::uuid`,
  ],
  [
    'its session was not used',
    async ({ sessionId }: PersonActor) =>
      database()
        .$executeRaw`UPDATE sessions SET idle_ends_at = clock_timestamp() - interval '1 second' WHERE id = ${sessionId}::uuid`,
  ],
  [
    'its person left the account',
    async (actor: PersonActor) => {
      const [accountId = ''] = actor.accountIds
      await aMemberOf(accountId)
      await transaction((tx) => endMembership(tx, actor, { accountId, userId: actor.id }))
    },
  ],
] as const)('it can do nothing since %s', async (_, change) => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const bound = await aBoundPhone(applicant, qualificationId)
  await change(applicant)
  expect(await why(bound.secret)).toEqual({ ended: 'SIGNED_OUT', letter: null })
})

test('only a member of the account shows, sees and ends a code', async () => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const { secret } = await aBoundPhone(applicant, qualificationId)
  const { applicant: stranger } = await aDraftOfSomebody()
  await expect(startPhone(stranger, { qualificationId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(stopPhone(stranger, { qualificationId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await readPhoneOfDraft(stranger, qualificationId)).toBeNull()
  expect(await why(secret)).toHaveProperty('phone')
})
