import { expect, test } from 'vitest'
import { consumeSend } from '@/lib/accounts/limits/sending-limits'
import { transaction } from '@/lib/db/client'
import { age, BROWSER, messagesTo } from '@/tests/factories/codes'
import { outcomesOf } from '@/tests/factories/outcomes'
import { anAddress, aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { aProof, provedOf } from '@/tests/factories/proofs'
import { rememberDevice } from '../sessions/devices'
import { requestCode } from './request-code'
import { newBrowser } from './sign-in-codes'

type More = { address?: string; device?: string | null; browser?: string; proof?: string; canProve?: boolean }
const ask = (phone: string, { address = anAddress(), device = null, canProve = true, ...more }: More = {}) =>
  requestCode({ phone, address, locale: 'zh-CN', device, browser: BROWSER, canProve, ...more })

async function aKnownDevice() {
  const person = await aRegisteredApplicant()
  const { secret } = await transaction((tx) => rememberDevice(tx, person.id, null))
  return { ...person, secret }
}

test('a proof of work is required before anything is sent, whether or not the number is registered', async () => {
  for (const phone of [aPhone(), (await aRegisteredApplicant()).phone]) {
    const request = await ask(phone)
    if (request.step !== 'PROVE') throw new Error('Sent')
    expect(await messagesTo(phone)).toEqual([])
    expect(await ask(phone, { proof: await provedOf(request.challenge) })).toEqual({ step: 'SENT', resendSeconds: 60 })
    expect(await messagesTo(phone)).toHaveLength(1)
  }
})

test('a proof sends one message, and none when it is wrong', async () => {
  const proof = await aProof()
  await ask(aPhone(), { proof })
  const phone = aPhone()
  await expect(ask(phone, { proof })).rejects.toMatchObject({ code: 'PROOF_WRONG' })
  expect(await messagesTo(phone)).toEqual([])
})

test('no proof is required of a browser in which the owner signed in before', async () => {
  const { phone, secret } = await aKnownDevice()
  expect(await ask(phone, { device: secret })).toMatchObject({ step: 'SENT' })
})

test("for another's number it is required of that browser too", async () => {
  const { secret } = await aKnownDevice()
  const { phone } = await aRegisteredApplicant()
  expect(await ask(phone, { device: secret })).toMatchObject({ step: 'PROVE' })
  expect(await ask(aPhone(), { device: secret })).toMatchObject({ step: 'PROVE' })
})

test('near a limit it is required of all', async () => {
  const { phone, secret } = await aKnownDevice()
  const address = anAddress()
  for (let n = 0; n < 15; n += 1) await consumeSend(address)
  expect(await ask(phone, { device: secret, address })).toMatchObject({ step: 'PROVE' })
})

test('without scripts a few are sent, then it is said what to do', async () => {
  const address = anAddress()
  for (const _ of [1, 2, 3]) {
    expect(await ask(aPhone(), { address, canProve: false })).toMatchObject({ step: 'SENT' })
  }
  const phone = aPhone()
  await expect(ask(phone, { address, canProve: false })).rejects.toMatchObject({
    code: 'PROOF_MISSING',
    params: { seconds: expect.any(Number), unit: 'MINUTES' },
  })
  expect(await messagesTo(phone)).toEqual([])
  expect(await ask(phone, { address, proof: await aProof() })).toMatchObject({ step: 'SENT' })
})

/** Strangers request all that a number is sent in ten minutes, and the last a moment ago. */
async function usedUp(phone: string): Promise<void> {
  const request = async () => ask(phone, { proof: await aProof(), browser: newBrowser() })
  for (const _ of [1, 2]) {
    await request()
    await age(phone, 180)
  }
  await request()
}

test('where strangers used up what a number is sent, its owner is sent a code on a known browser, and nobody on another', async () => {
  const [{ phone, secret }, { secret: others }] = [await aKnownDevice(), await aKnownDevice()]
  await usedUp(phone)
  for (const device of [null, others]) {
    const asked = ask(phone, { device, proof: await aProof() })
    await expect(asked).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  }
  expect(await ask(phone, { device: secret })).toEqual({ step: 'SENT', resendSeconds: 60 })
  expect(await messagesTo(phone)).toHaveLength(4)
})

test('such a browser waits for a minute after its own code, and all of them are sent five a day', async () => {
  const { id, phone, secret } = await aKnownDevice()
  const other = (await transaction((tx) => rememberDevice(tx, id, null))).secret
  await usedUp(phone)
  await ask(phone, { device: secret })
  const wait = { code: 'RATE_LIMITED', params: { unit: 'SECONDS' } }
  await expect(ask(phone, { device: secret })).rejects.toMatchObject(wait)
  for (const device of [secret, other, secret, other]) {
    await age(phone, 60)
    await ask(phone, { device })
  }
  await age(phone, 60)
  await expect(ask(phone, { device: other })).rejects.toMatchObject({ params: { unit: 'HOURS' } })
  expect(await messagesTo(phone)).toHaveLength(8)
})

test('of many at once on such a browser, one is sent', async () => {
  const { phone, secret } = await aKnownDevice()
  await usedUp(phone)
  const outcomes = await outcomesOf(Array.from({ length: 5 }, () => ask(phone, { device: secret })))
  expect(outcomes.filter((outcome) => outcome === 'OK')).toHaveLength(1)
  expect(await messagesTo(phone)).toHaveLength(4)
})
