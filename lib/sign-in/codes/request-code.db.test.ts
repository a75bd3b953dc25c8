import { expect, test } from 'vitest'
import { consumeSend } from '@/lib/accounts/limits/rate-limits'
import { transaction } from '@/lib/db/client'
import { BROWSER, messagesTo } from '@/tests/factories/codes'
import { anAddress, aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { aProof, provedOf } from '@/tests/factories/proofs'
import { rememberDevice } from '../sessions/devices'
import { requestCode } from './request-code'

type More = { address?: string; device?: string | null; proof?: string; canProve?: boolean }
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
