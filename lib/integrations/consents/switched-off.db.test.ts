import { randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { CONSENT_KEYS } from '@/lib/accounts/consents/consents'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { aClient } from '@/tests/factories/api-keys'
import { attestationsOf, attestedBefore } from '@/tests/factories/attestations'
import { eventsAbout } from '@/tests/factories/audit'
import { putAccount } from '../accounts/put-account'
import { attestConsents } from './attest-consents'
import { readConsents } from './read-consents'
import { withdrawAttested } from './withdraw-attested'

/** The operator lets keys attest one purpose, and has switched the others off. */
vi.stubEnv('CONSENT_ATTESTATION', 'PERSONAL_INFORMATION')

const CARRIERS = 'PROVISION_TO_CARRIERS'

async function aCustomer() {
  const scopes = ['ACCOUNTS_WRITE', 'CONSENTS_ATTEST', 'QUALIFICATIONS_WRITE'] as const
  const client = await aClient({ scopes: [...scopes] })
  const externalRef = randomUUID()
  return { client, externalRef, id: (await putAccount(client, { externalRef })).id }
}

test('a purpose that is not switched on is not attested, nor is another one with it', async () => {
  const { client, externalRef, id } = await aCustomer()
  const attempt = attestConsents(client, { externalRef, consents: attestationsOf(['PERSONAL_INFORMATION', CARRIERS]) })
  await expect(attempt).rejects.toMatchObject({ code: 'INVALID_INPUT', params: { problem: 'SWITCHED_OFF', at: 1 } })
  expect(await eventsAbout(id, 'consent.attested')).toEqual([])
  const { statements } = await attestConsents(client, {
    externalRef,
    consents: attestationsOf(['PERSONAL_INFORMATION']),
  })
  expect(statements.map(({ state, canBeAttested }) => [state, canBeAttested])).toEqual(
    CONSENT_KEYS.map((key) => (key === 'PERSONAL_INFORMATION' ? ['GIVEN', true] : ['MISSING', false])),
  )
})

test('what was attested before it was switched off counts no more, and can be withdrawn', async () => {
  const { client, externalRef, id } = await aCustomer()
  await attestedBefore(id)
  const stateOf = async () =>
    (await readConsents(client, externalRef)).statements.find((one) => one.purpose === CARRIERS)
  expect(await stateOf()).toMatchObject({ state: 'MISSING', attested: [{ reference: `web/${CARRIERS}` }] })
  const start = createQualification(client, { kind: 'INDIVIDUAL', accountId: id })
  await expect(start).rejects.toMatchObject({ code: 'CONSENT_MISSING' })
  await withdrawAttested(client, { externalRef, purpose: CARRIERS })
  expect(await stateOf()).toMatchObject({ state: 'WITHDRAWN', attested: [{ withdrawnAt: expect.any(String) }] })
})
