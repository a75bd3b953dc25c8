import { expect, test } from 'vitest'
import { inviteMembers } from '@/lib/accounts/members/invite-members'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { BROWSER } from '@/tests/factories/codes'
import { withOwnPasskey } from '@/tests/factories/factors'
import { aVouchedSession } from '@/tests/factories/handovers'
import { anAddress, anEmail, aPhone, aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { confirmBy, hasOwnPasskey, requestOwnPasskey } from './confirm-act'
import { confirmByFactor } from './confirm-as-staff'
import { authenticationOptions } from './factors/passkeys'
import { endOtherSessions } from './sessions/end-other-sessions'
import { readSession } from './sessions/sessions'

type Response = Parameters<typeof confirmBy>[1]['response']

async function withPasskey() {
  const person = await aRegisteredApplicant()
  return { ...person, ...(await withOwnPasskey(person)) }
}

const invite = (actor: PersonActor, response: Response) =>
  inviteMembers(
    actor,
    { accountId: actor.accountIds[0] ?? '', phones: [aPhone()] },
    confirmBy(actor, { response, address: anAddress(), browser: BROWSER }),
  )
const invited = (accountId: string) => database().memberInvitation.count({ where: { accountId } })

test('a passkey confirms an act, once, when nobody can send another code; the session gets a new token', async () => {
  const { id, actor, accountId, authenticator } = await withPasskey()
  expect(await hasOwnPasskey(actor)).toBe(true)
  const response = authenticator.answer(await requestOwnPasskey(actor, anAddress()))
  const { session } = await invite(actor, response)
  expect(await invited(accountId)).toBe(1)
  expect(await readSession(actor.sessionId)).toBeNull()
  const next = await readSession(session.id)
  expect(next?.assurance.factors.map(({ factor }) => factor)).toContain('PASSKEY')
  expect(await database().passkey.findFirst({ where: { userId: id } })).toMatchObject({ lastUsedAt: expect.any(Date) })
  if (!next) throw new Error('Not live')
  await expect(invite(next, response)).rejects.toMatchObject({ code: 'FACTOR_WRONG' })
  expect(await invited(accountId)).toBe(1)
})

test('what another session asked of it, and another person’s, confirm nothing', async () => {
  const { id, actor, accountId, authenticator } = await withPasskey()
  const elsewhere = await aSession(id, 'APPLICANT')
  const ofOther = authenticator.answer(await requestOwnPasskey(elsewhere, anAddress()))
  await expect(invite(actor, ofOther)).rejects.toMatchObject({ code: 'FACTOR_WRONG' })
  const stranger = await withPasskey()
  const ofStranger = stranger.authenticator.answer(await requestOwnPasskey(actor, anAddress()))
  await expect(invite(actor, ofStranger)).rejects.toMatchObject({ code: 'FACTOR_WRONG' })
  expect(await eventsAbout(id, 'sign_in.failed')).toMatchObject(
    Array(2).fill({ data: { factor: 'PASSKEY', because: 'WRONG' } }),
  )
  expect(await invited(accountId)).toBe(0)
})

test('a passkey of a person who signs in with an e-mail address too is for staff, and confirms nothing here', async () => {
  const { id, actor, accountId, authenticator } = await withPasskey()
  await database().user.update({ where: { id }, data: { emailIndex: new Uint8Array(Buffer.from(anEmail())) } })
  expect(await hasOwnPasskey(actor)).toBe(false)
  const response = authenticator.answer(await requestOwnPasskey(actor, anAddress()))
  await expect(invite(actor, response)).rejects.toMatchObject({ code: 'FACTOR_WRONG' })
  expect(await invited(accountId)).toBe(0)
  expect(await readSession(actor.sessionId)).not.toBeNull()
})

test('a session that the platform vouched for is asked for no passkey', async () => {
  const person = await withPasskey()
  const { actor } = await aVouchedSession(person)
  for (const ask of [() => hasOwnPasskey(actor), () => requestOwnPasskey(actor, anAddress())]) {
    await expect(ask()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
})

test('such a session confirms nothing, not even with an answer of a passkey', async () => {
  const { authenticator, ...person } = await withPasskey()
  const { actor } = await aVouchedSession(person)
  const asked = await authenticationOptions('PASSKEY_CONFIRM', { sessionId: actor.sessionId, userId: actor.id })
  for (const response of [undefined, authenticator.answer(asked)]) {
    const confirm = confirmBy(actor, { response, address: anAddress(), browser: BROWSER })
    const refused = { code: 'FORBIDDEN', subjectId: person.accountId }
    await expect(confirm('LEAVE', person.accountId)).rejects.toMatchObject(refused)
  }
  expect(await readSession(actor.sessionId)).not.toBeNull()
})

test('a passkey of an applicant’s is no second factor of staff', async () => {
  const { id, actor, authenticator } = await withPasskey()
  const { sessionId } = await aSession(id, 'APPLICANT')
  const response = authenticator.answer(await requestOwnPasskey(actor, anAddress()))
  const confirm = confirmByFactor(actor, { way: 'PASSKEY', response }, { address: anAddress(), device: null })
  await expect(endOtherSessions(actor, { sessionId }, confirm)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  expect(await readSession(sessionId)).not.toBeNull()
})
