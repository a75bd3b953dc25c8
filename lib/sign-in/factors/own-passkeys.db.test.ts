import { expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { anAuthenticator } from '@/tests/factories/authenticator'
import { aCodeFor, age, anotherThan, BROWSER, messagesTo } from '@/tests/factories/codes'
import { anIncompleteSession, withOwnPasskey, withPasskey } from '@/tests/factories/factors'
import { aVouchedSession } from '@/tests/factories/handovers'
import { aColleague, anAddress, anEmail, aRegisteredApplicant, aSession } from '@/tests/factories/people'
import { interleaveWith } from '@/tests/setup/interleave'
import { readOwnSignIn } from '../queries'
import { endSession } from '../sessions/end-sessions'
import { readSession } from '../sessions/sessions'
import { addOwnPasskey, offerOwnPasskey, removeOwnPasskey } from './own-passkeys'
import { removePasskeysOf } from './remove-passkeys-of'

const tried = (code: string) => ({ code, address: anAddress(), browser: BROWSER, device: null })
const countOf = (userId: string) => database().passkey.count({ where: { userId } })

async function withOne() {
  const person = await aRegisteredApplicant()
  const { actor } = await withOwnPasskey(person)
  await age(person.phone, 900)
  const { id: passkeyId } = await database().passkey.findFirstOrThrow({ where: { userId: person.id } })
  return { ...person, actor, passkeyId }
}

test('a code adds a passkey: it is listed, on record and notified, and the session gets a new token', async () => {
  const { id, phone, actor } = await aRegisteredApplicant()
  const other = await aSession(id, 'APPLICANT')
  const { actor: raised } = await withOwnPasskey({ phone, actor }, { name: '工作手机' })
  expect((await readOwnSignIn(raised)).passkeys).toMatchObject([{ name: '工作手机', lastUsedAt: null }])
  const { id: factorId } = await database().passkey.findFirstOrThrow({ where: { userId: id } })
  expect(await eventsAbout(id, 'factor.added')).toMatchObject([{ actorId: id, data: { factor: 'PASSKEY', factorId } }])
  expect((await messagesTo(phone))[0]).toMatchObject({ template: 'PASSKEYS_CHANGED' })
  expect(await readSession(actor.sessionId)).toBeNull()
  expect(await readSession(other.sessionId)).not.toBeNull()
})

test('the options name a passkey that its owner unlocks, under a number that is partly hidden', async () => {
  const { phone, actor } = await aRegisteredApplicant()
  const options = await offerOwnPasskey(actor, tried(await aCodeFor({ actor, phone }, 'PASSKEYS')))
  expect(options).toMatchObject({
    rp: { id: 'localhost' },
    user: { name: expect.stringMatching(/^\d{3}\*+\d{4}$/), displayName: '' },
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
})

test('without the code nothing is offered, added or removed, and a code adds once', async () => {
  const { id, phone, actor, passkeyId } = await withOne()
  const code = await aCodeFor({ actor, phone }, 'PASSKEYS')
  const response = anAuthenticator().register(await offerOwnPasskey(actor, tried(code)))
  const bad = tried(anotherThan(code))
  const refused = { code: 'CODE_WRONG' }
  await expect(offerOwnPasskey(actor, bad)).rejects.toMatchObject(refused)
  await expect(addOwnPasskey(actor, { ...bad, name: 'x', response })).rejects.toMatchObject(refused)
  await expect(removeOwnPasskey(actor, { ...bad, passkeyId })).rejects.toMatchObject(refused)
  expect(await countOf(id)).toBe(1)

  const raised = await addOwnPasskey(actor, { ...tried(code), name: 'x', response })
  const next = await readSession(raised.id)
  if (!next) throw new Error('Not live')
  await expect(removeOwnPasskey(next, { ...tried(code), passkeyId })).rejects.toMatchObject(refused)
  expect(await countOf(id)).toBe(2)
})

test('an answer to the options of another session adds nothing', async () => {
  const { id, phone, actor } = await aRegisteredApplicant()
  const other = await aSession(id, 'APPLICANT')
  const ofOther = tried(await aCodeFor({ actor: other, phone }, 'PASSKEYS'))
  const response = anAuthenticator().register(await offerOwnPasskey(other, ofOther))
  await age(phone, 120)
  const given = tried(await aCodeFor({ actor, phone }, 'PASSKEYS'))
  await expect(addOwnPasskey(actor, { ...given, name: 'x', response })).rejects.toMatchObject({ code: 'FACTOR_WRONG' })
  expect(await countOf(id)).toBe(0)
})

test('a session that is closed while it adds one adds none', async () => {
  const { id, phone, actor } = await aRegisteredApplicant()
  const given = tried(await aCodeFor({ actor, phone }, 'PASSKEYS'))
  const response = anAuthenticator().register(await offerOwnPasskey(actor, given))
  await endSession(actor, 'BY_HAND')
  const adding = addOwnPasskey(actor, { ...given, name: 'x', response })
  await expect(adding).rejects.toMatchObject({ code: expect.stringMatching(/^(UNAUTHENTICATED|FACTOR_WRONG)$/) })
  expect(await countOf(id)).toBe(0)
})

test('a code removes one: other sessions are closed, it is on record, and notified', async () => {
  const { id, phone, actor, passkeyId } = await withOne()
  const other = await aSession(id, 'APPLICANT')
  const { id: raised } = await removeOwnPasskey(actor, {
    ...tried(await aCodeFor({ actor, phone }, 'PASSKEYS')),
    passkeyId,
  })
  expect(await countOf(id)).toBe(0)
  const data = { factor: 'PASSKEY', factorId: passkeyId }
  expect(await eventsAbout(id, 'factor.removed')).toMatchObject([{ actorId: id, data }])
  expect((await messagesTo(phone))[0]).toMatchObject({ template: 'PASSKEYS_CHANGED' })
  expect([await readSession(other.sessionId), await readSession(actor.sessionId)]).toEqual([null, null])
  expect(await readSession(raised)).toMatchObject({ id })
})

test('another’s passkey is not found, and stays', async () => {
  const [{ phone, actor }, other] = [await withOne(), await withOne()]
  const removing = removeOwnPasskey(actor, {
    ...tried(await aCodeFor({ actor, phone }, 'PASSKEYS')),
    passkeyId: other.passkeyId,
  })
  await expect(removing).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await countOf(other.id)).toBe(1)
})

test('staff add none here, nor does a person who signs in with an e-mail address too', async () => {
  const { id } = await aColleague()
  const { actor } = await withPasskey(await anIncompleteSession(id))
  await expect(offerOwnPasskey(actor, tried('000000'))).rejects.toMatchObject({ code: 'FORBIDDEN' })

  const both = await aRegisteredApplicant()
  const emailIndex = new Uint8Array(Buffer.from(anEmail()))
  await database().user.update({ where: { id: both.id }, data: { emailIndex } })
  await expect(withOwnPasskey(both)).rejects.toMatchObject({ code: 'INVALID_STATE' })
  expect(await countOf(both.id)).toBe(0)
})

test('who may have none is refused as often as they ask, and nobody on their network has to wait for it', async () => {
  const person = await aRegisteredApplicant()
  const { actor } = await aVouchedSession(person)
  const given = tried(await aCodeFor(person, 'PASSKEYS'))
  for (let n = 0; n < 61; n += 1) {
    await expect(offerOwnPasskey(actor, given)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  }
  await offerOwnPasskey(person.actor, given)
})

test('there are twenty at most', async () => {
  const { id, phone, actor } = await withOne()
  const { id: _, ...one } = await database().passkey.findFirstOrThrow({ where: { userId: id } })
  const others = Array.from({ length: 19 }, (_, at) => ({
    ...one,
    credentialId: new Uint8Array(Buffer.from(`${id}${at}`)),
  }))
  await database().passkey.createMany({ data: others })
  await expect(withOwnPasskey({ phone, actor })).rejects.toMatchObject({ code: 'PASSKEYS_FULL' })
})

test('one that is added while the number changes is added by nobody', async () => {
  const { id, phone, actor } = await aRegisteredApplicant()
  const given = tried(await aCodeFor({ actor, phone }, 'PASSKEYS'))
  const response = anAuthenticator().register(await offerOwnPasskey(actor, given))
  const attempt = interleaveWith(
    async (tx) => {
      await tx.user.update({ where: { id }, data: { phoneIndex: null } })
      await removePasskeysOf(tx, actor, id)
    },
    () => addOwnPasskey(actor, { ...given, name: 'x', response }),
  )
  await expect(attempt).rejects.toMatchObject({ code: 'INVALID_STATE' })
  expect(await countOf(id)).toBe(0)
})
