import { expect, test } from 'vitest'
import { database, databaseTime } from '@/lib/db/client'
import { withFactorGiven } from '@/tests/factories/assurance'
import { eventsAbout } from '@/tests/factories/audit'
import { anAuthenticator } from '@/tests/factories/authenticator'
import { anIncompleteSession, signedIn, withPasskey, withTotp } from '@/tests/factories/factors'
import { outcomesOf } from '@/tests/factories/outcomes'
import { aColleague, anAddress, aRegisteredApplicant } from '@/tests/factories/people'
import { readSession } from '../sessions/sessions'
import { addPasskey, offerPasskey } from './add-passkey'
import { readFactors } from './read-factors'
import { requestAnyPasskey, requestPasskey, signInByPasskey, verifyPasskey } from './verify-passkey'

type Answer = Parameters<typeof signInByPasskey>[0]['response']
const signIn = (response: Answer) => signInByPasskey({ response, address: anAddress(), device: null })
const wrong = { code: 'FACTOR_WRONG' }

test('a passkey is made at the first sign-in, and signs in alone from then on', async () => {
  const { id } = await aColleague()
  const { authenticator, recoveryCodes, actor } = await withPasskey(await anIncompleteSession(id), {
    name: '办公室 (USB)',
  })
  expect(recoveryCodes).toHaveLength(10)
  expect((await readFactors(actor)).passkeys).toMatchObject([{ name: '办公室 (USB)', lastUsedAt: null }])

  const options = await requestAnyPasskey(anAddress())
  expect(options).toMatchObject({ rpId: 'localhost', userVerification: 'required', allowCredentials: [] })
  const session = await signIn(authenticator.answer(options))
  expect(session.pendingStep).toBeNull()
  const again = await signedIn(session.id)
  expect(again).toMatchObject({ id, audience: 'STAFF' })
  expect(again.assurance.factors.map(({ factor }) => factor)).toEqual(['PASSKEY'])
  expect((await readFactors(again)).passkeys[0]?.lastUsedAt).toEqual(expect.any(Date))
})

test('the options ask for a passkey that is found without a name and opened by its owner', async () => {
  const { id, email } = await aColleague()
  const options = await offerPasskey(await anIncompleteSession(id), anAddress())
  expect(options).toMatchObject({
    rp: { id: 'localhost' },
    user: { name: email },
    attestation: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
})

test.each([
  ['another origin', { origin: 'http://localhost:3001' }],
  ['another site', { origin: 'https://zhunxin.example', rpId: 'zhunxin.example' }],
  ['nobody having opened it', { isVerified: false }],
  ['a challenge that is none of ours', { challenge: Buffer.alloc(32, 1).toString('base64url') }],
] as const)('from %s neither a passkey is made nor an answer taken', async (_, lie) => {
  const { id } = await aColleague()
  const incomplete = await anIncompleteSession(id)
  const made = anAuthenticator().register(await offerPasskey(incomplete, anAddress()), lie)
  await expect(addPasskey(incomplete, { name: 'x', response: made, device: null })).rejects.toMatchObject(wrong)
  expect(await database().passkey.count({ where: { userId: id } })).toBe(0)

  const { authenticator } = await withPasskey(incomplete)
  const answer = authenticator.answer(await requestAnyPasskey(anAddress()), lie)
  await expect(signIn(answer)).rejects.toMatchObject(wrong)
})

test('an answer is accepted once; its challenge is deleted even when it was wrong', async () => {
  const { id } = await aColleague()
  const { authenticator } = await withPasskey(await anIncompleteSession(id), { counts: false })
  const options = await requestAnyPasskey(anAddress())
  const answer = authenticator.answer(options)
  await signIn(answer)
  await expect(signIn(answer)).rejects.toMatchObject(wrong)

  const another = await requestAnyPasskey(anAddress())
  await expect(signIn(authenticator.answer(another, { isVerified: false }))).rejects.toMatchObject(wrong)
  await expect(signIn(authenticator.answer(another))).rejects.toMatchObject(wrong)
})

test('of many who send one answer at once, one is signed in', async () => {
  const { id } = await aColleague()
  const { authenticator } = await withPasskey(await anIncompleteSession(id), { counts: false })
  const answer = authenticator.answer(await requestAnyPasskey(anAddress()))
  const outcomes = await outcomesOf([signIn(answer), signIn(answer), signIn(answer)])
  expect(outcomes).toEqual(['FACTOR_WRONG', 'FACTOR_WRONG', 'OK'])
})

test('an answer that comes too late is not accepted', async () => {
  const { id } = await aColleague()
  const { authenticator } = await withPasskey(await anIncompleteSession(id))
  const options = await requestAnyPasskey(anAddress())
  const challenge = new Uint8Array(Buffer.from(options.challenge, 'base64url'))
  await database().factorChallenge.update({ where: { challenge }, data: { expiresAt: await databaseTime() } })
  await expect(signIn(authenticator.answer(options))).rejects.toMatchObject(wrong)
})

test('a counter that stays the same or goes back reveals a copy, and is refused', async () => {
  const { id } = await aColleague()
  const { authenticator } = await withPasskey(await anIncompleteSession(id))
  await signIn(authenticator.answer(await requestAnyPasskey(anAddress()), { count: 7 }))
  for (const count of [7, 3, 0]) {
    const copied = authenticator.answer(await requestAnyPasskey(anAddress()), { count })
    await expect(signIn(copied)).rejects.toMatchObject(wrong)
  }
})

test('a challenge of one session, or for another purpose, is answered by no other', async () => {
  const { id } = await aColleague()
  const { authenticator } = await withPasskey(await anIncompleteSession(id), { counts: false })
  const give = (session: Parameters<typeof verifyPasskey>[0], response: Answer) =>
    verifyPasskey(session, { response, address: anAddress(), device: null })

  const [first, second] = [await anIncompleteSession(id), await anIncompleteSession(id)]
  const asked = await requestPasskey(first, anAddress())
  expect(asked.allowCredentials).toHaveLength(1)
  await expect(give(second, authenticator.answer(asked))).rejects.toMatchObject(wrong)
  await expect(signIn(authenticator.answer(await requestPasskey(first, anAddress())))).rejects.toMatchObject(wrong)
  const open = authenticator.answer(await requestAnyPasskey(anAddress()))
  await expect(give(first, open)).rejects.toMatchObject(wrong)
})

test('the challenge for a new passkey confirms nobody, and the one that confirms makes no passkey', async () => {
  const { id } = await aColleague()
  const { authenticator, actor } = await withPasskey(await anIncompleteSession(id))
  const address = anAddress()
  const [offered, asked] = [await offerPasskey(actor, address), await requestPasskey(actor, address)]
  const answer = authenticator.answer({ challenge: offered.challenge })
  await expect(verifyPasskey(actor, { response: answer, address, device: null })).rejects.toMatchObject(wrong)
  const made = anAuthenticator().register(offered, { challenge: asked.challenge })
  await expect(addPasskey(actor, { name: 'x', response: made, device: null })).rejects.toMatchObject(wrong)
  expect(await database().passkey.count({ where: { userId: id } })).toBe(1)
})

test('nobody says by another’s passkey who they are', async () => {
  const [{ id }, other] = [await aColleague(), await aColleague()]
  await withPasskey(await anIncompleteSession(id))
  const { authenticator: others } = await withPasskey(await anIncompleteSession(other.id))
  const incomplete = await anIncompleteSession(id)
  const answer = others.answer(await requestPasskey(incomplete, anAddress()))
  await expect(
    verifyPasskey(incomplete, { response: answer, address: anAddress(), device: null }),
  ).rejects.toMatchObject(wrong)
})

test('it finishes a sign-in that a password began, and the token is new', async () => {
  const { id } = await aColleague()
  const { authenticator } = await withPasskey(await anIncompleteSession(id))
  const incomplete = await anIncompleteSession(id)
  const response = authenticator.answer(await requestPasskey(incomplete, anAddress()))
  const session = await verifyPasskey(incomplete, { response, address: anAddress(), device: null })
  expect(session.id).not.toBe(incomplete.sessionId)
  expect((await signedIn(session.id)).assurance.factors.map(({ factor }) => factor)).toEqual(['PASSWORD', 'PASSKEY'])
})

test('someone disabled is not signed in, and it is on record', async () => {
  const { id } = await aColleague()
  const { authenticator } = await withPasskey(await anIncompleteSession(id))
  await database().user.update({ where: { id }, data: { status: 'DISABLED', disabledAt: await databaseTime() } })
  await expect(signIn(authenticator.answer(await requestAnyPasskey(anAddress())))).rejects.toMatchObject(wrong)
  expect(await eventsAbout(id, 'sign_in.failed')).toMatchObject([{ data: { factor: 'PASSKEY' } }])
})

test('to add one takes a fresh factor, and there are twenty at most', async () => {
  const { id } = await aColleague()
  const { actor } = await withPasskey(await anIncompleteSession(id))
  const stale = await withFactorGiven(actor, 16)
  await expect(offerPasskey(stale, anAddress())).rejects.toMatchObject({ code: 'FRESH_FACTOR_NEEDED' })
  const response = anAuthenticator().register(await offerPasskey(actor, anAddress()))
  await expect(addPasskey(stale, { name: 'x', response, device: null })).rejects.toMatchObject({
    code: 'FRESH_FACTOR_NEEDED',
  })

  const { id: _, ...one } = await database().passkey.findFirstOrThrow({ where: { userId: id } })
  const others = Array.from({ length: 19 }, (_, at) => ({ ...one, credentialId: Uint8Array.of(at) }))
  await database().passkey.createMany({ data: others })
  await expect(withPasskey(actor)).rejects.toMatchObject({ code: 'PASSKEYS_FULL' })
})

test('applicants have none', async () => {
  const { actor } = await aRegisteredApplicant()
  const response = anAuthenticator().answer(await requestAnyPasskey(anAddress()))
  const acts = [
    () => offerPasskey(actor, anAddress()),
    () => requestPasskey(actor, anAddress()),
    () => verifyPasskey(actor, { response, address: anAddress(), device: null }),
  ]
  for (const act of acts) await expect(act()).rejects.toMatchObject({ code: 'FORBIDDEN' })
})

test('one passkey is stored once, no matter who adds it', async () => {
  const [{ id }, other] = [await aColleague(), await aColleague()]
  const { authenticator } = await withPasskey(await anIncompleteSession(id))
  const { actor } = await withTotp(await anIncompleteSession(other.id))
  const again = authenticator.register(await offerPasskey(actor, anAddress()))
  await expect(addPasskey(actor, { name: 'x', response: again, device: null })).rejects.toMatchObject(wrong)
  expect(await readSession(actor.sessionId)).not.toBeNull()
})
