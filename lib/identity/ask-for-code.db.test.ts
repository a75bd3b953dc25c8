import { expect, test } from 'vitest'
import { rememberDevice } from '@/lib/auth/devices'
import { takeSend } from '@/lib/auth/rate-limits'
import { transaction } from '@/lib/db/client'
import { BROWSER, messagesTo } from '@/tests/factories/codes'
import { anAddress, aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { aProof, provedOf } from '@/tests/factories/proofs'
import { askForCode } from './ask-for-code'

type More = { address?: string; device?: string | null; proof?: string; canProve?: boolean }
const ask = (phone: string, { address = anAddress(), device = null, canProve = true, ...more }: More = {}) =>
  askForCode({ phone, address, locale: 'zh-CN', device, browser: BROWSER, canProve, ...more })

async function aKnownDevice() {
  const person = await aRegisteredApplicant()
  const { secret } = await transaction((tx) => rememberDevice(tx, person.id, null))
  return { ...person, secret }
}

test('work is asked before anything is sent, whether or not anybody is known by the number', async () => {
  for (const phone of [aPhone(), (await aRegisteredApplicant()).phone]) {
    const asked = await ask(phone)
    if (asked.step !== 'PROVE') throw new Error('Sent')
    expect(await messagesTo(phone)).toEqual([])
    expect(await ask(phone, { proof: await provedOf(asked.challenge) })).toEqual({ step: 'SENT', resendSeconds: 60 })
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

test('no work is asked of a browser in which its owner signed in before', async () => {
  const { phone, secret } = await aKnownDevice()
  expect(await ask(phone, { device: secret })).toMatchObject({ step: 'SENT' })
})

test("for another's number it is asked of that browser too", async () => {
  const { secret } = await aKnownDevice()
  const { phone } = await aRegisteredApplicant()
  expect(await ask(phone, { device: secret })).toMatchObject({ step: 'PROVE' })
  expect(await ask(aPhone(), { device: secret })).toMatchObject({ step: 'PROVE' })
})

test('near a limit it is asked of all', async () => {
  const { phone, secret } = await aKnownDevice()
  const address = anAddress()
  for (let n = 0; n < 15; n += 1) await takeSend(address)
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
