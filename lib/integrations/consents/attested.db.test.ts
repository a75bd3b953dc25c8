import { createHash, randomUUID } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { CONSENT_KEYS, CONSENTS } from '@/lib/accounts/consents/consents'
import { missingConsentsOf } from '@/lib/accounts/consents/require-consents'
import type { ClientActor } from '@/lib/actor/actor'
import { DAY, HOUR } from '@/lib/core/clock'
import { database, databaseTime } from '@/lib/db/client'
import type { ConsentKey } from '@/lib/db/generated/enums'
import { giveConsent } from '@/lib/privacy/consents/give-consent'
import { readOwnConsents } from '@/lib/privacy/consents/read-own-consents'
import { withdrawConsent } from '@/lib/privacy/consents/withdraw-consent'
import { createQualification } from '@/lib/qualifications/draft/create-qualification'
import { resumeQualification } from '@/lib/qualifications/standing/resume-qualification'
import { suspendQualification } from '@/lib/qualifications/standing/suspend-qualification'
import { aClient } from '@/tests/factories/api-keys'
import { AGREED_AT, attestationsOf } from '@/tests/factories/attestations'
import { eventsAbout } from '@/tests/factories/audit'
import { agreedToFirstTexts } from '@/tests/factories/consents'
import { aRegisteredApplicant } from '@/tests/factories/qualifications'
import { someStaff } from '@/tests/factories/review'
import { interleaveWith } from '@/tests/setup/interleave'
import { putAccount } from '../accounts/put-account'
import { attestConsents } from './attest-consents'
import { readConsents } from './read-consents'
import type { Attestation } from './schemas'
import { withdrawAttested } from './withdraw-attested'

vi.stubEnv('CONSENT_ATTESTATION', CONSENT_KEYS.join(' , '))

const SCOPES = ['ACCOUNTS_WRITE', 'CONSENTS_ATTEST', 'QUALIFICATIONS_READ', 'QUALIFICATIONS_WRITE'] as const
const CARRIERS = 'PROVISION_TO_CARRIERS'

type Customer = { client: ClientActor; externalRef: string; id: string }

/** Makes a customer of the platform, to whose account nobody belongs. */
async function aCustomer(given: { isTest?: boolean } = {}): Promise<Customer> {
  const client = await aClient({ scopes: [...SCOPES], ...given })
  const externalRef = randomUUID()
  const { id } = await putAccount(client, { externalRef })
  return { client, externalRef, id }
}

const attest = ({ client, externalRef }: Customer, purposes?: readonly ConsentKey[], given?: Partial<Attestation>) =>
  attestConsents(client, { externalRef, consents: attestationsOf(purposes, given) })
const start = ({ client, id }: Customer) => createQualification(client, { kind: 'INDIVIDUAL', accountId: id })
const rowsOf = ({ id }: Customer) =>
  database().consent.findMany({ where: { accountId: id }, orderBy: { statement: 'asc' } })
const statesOf = async ({ client, externalRef }: Customer) =>
  Object.fromEntries((await readConsents(client, externalRef)).statements.map(({ purpose, state }) => [purpose, state]))
const all = (state: string) => Object.fromEntries(CONSENT_KEYS.map((key) => [key, state]))

/** Makes a person the first member, as a hand-over does. */
async function join({ id }: Customer) {
  const person = await aRegisteredApplicant()
  await database().membership.create({ data: { accountId: id, userId: person.id } })
  return { ...person, accountIds: [...person.accountIds, id] }
}

test('once each is attested, a client applies for an account that nobody belongs to', async () => {
  const customer = await aCustomer()
  expect(await readConsents(customer.client, customer.externalRef)).toMatchObject({ members: 0, consents: false })
  expect(await statesOf(customer)).toEqual(all('MISSING'))
  await expect(start(customer)).rejects.toMatchObject({ code: 'CONSENT_MISSING' })

  const [first, ...others] = CONSENT_KEYS
  expect(await attest(customer, others)).toMatchObject({ account: customer.id, consents: false })
  expect(await statesOf(customer)).toEqual({ ...all('GIVEN'), [first]: 'MISSING' })
  await expect(start(customer)).rejects.toMatchObject({ code: 'CONSENT_MISSING' })

  expect(await attest(customer, [first])).toMatchObject({ consents: true })
  expect(await putAccount(customer.client, customer)).toMatchObject({ members: 0, consents: true })
  expect(await start(customer)).toMatchObject({ reference: expect.any(String) })
})

test('a row names the key and nobody, says when and how, and its event has the hash of the platform’s record', async () => {
  const customer = await aCustomer()
  const sha256 = createHash('sha256').update('a screen').digest('hex')
  const agreedAt = '2026-11-30T05:06:07.089+08:00'
  await attest(customer, [CARRIERS], { agreedAt, means: 'PAPER', language: 'en', reference: undefined, sha256 })
  await attest(customer, ['PERSONAL_INFORMATION'], { reference: 'screens/4711' })

  const [named, hashed] = await rowsOf(customer)
  expect(hashed).toMatchObject({
    ...{ userId: null, attestedByKeyId: customer.client.id, statement: CARRIERS, textVersion: '2026-11', locale: 'en' },
    ...{ agreedAt: new Date(agreedAt), means: 'PAPER', recordReference: null, withdrawnAt: null },
  })
  expect(Buffer.from(hashed?.recordSha256 ?? []).toString('hex')).toBe(sha256)
  expect(named).toMatchObject({ recordReference: 'screens/4711', recordSha256: null })

  const events = await eventsAbout(customer.id, 'consent.attested')
  expect(events).toMatchObject([
    {
      ...{ actorKind: 'CLIENT', actorId: customer.client.id },
      data: {
        ...{ consentId: hashed?.id, statement: CARRIERS, textVersion: '2026-11', locale: 'en' },
        ...{ agreedAt: new Date(agreedAt).toISOString(), means: 'PAPER', record: sha256 },
      },
    },
    { data: { consentId: named?.id, record: createHash('sha256').update('screens/4711').digest('hex') } },
  ])
  const { statements } = await readConsents(customer.client, customer.externalRef)
  expect(statements.find(({ purpose }) => purpose === CARRIERS)).toMatchObject({
    ...{ version: '2026-11', canBeAttested: true },
    versions: [
      { version: '2024-10', publishedOn: '2024-10-01' },
      { version: '2026-11', publishedOn: '2026-11-30' },
    ],
    text: { 'zh-CN': expect.stringContaining('中国移动'), en: expect.stringContaining('China Mobile') },
    attested: [{ language: 'en', agreedAt: new Date(agreedAt).toISOString(), reference: null, sha256 }],
  })
})

test('the database takes no row that names a person and a key, or neither, or says half', async () => {
  const customer = await aCustomer()
  const { id: userId } = await aRegisteredApplicant()
  const row = { accountId: customer.id, statement: CARRIERS, textVersion: '2024-10', locale: 'en' } as const
  const agreed = { agreedAt: new Date(0), means: 'PAPER', recordReference: 'x' } as const
  const attestedByKeyId = customer.client.id
  for (const data of [
    row,
    { ...row, ...agreed, userId, attestedByKeyId },
    { ...row, ...agreed, userId },
    { ...row, userId, recordReference: 'x' },
    { ...row, attestedByKeyId, recordReference: 'x' },
    { ...row, ...agreed, attestedByKeyId, recordReference: null },
    { ...row, ...agreed, attestedByKeyId, recordSha256: new Uint8Array(32) },
    { ...row, ...agreed, attestedByKeyId, recordReference: null, recordSha256: new Uint8Array(31) },
    { ...row, ...agreed, attestedByKeyId, agreedAt: new Date(Date.now() + DAY) },
  ]) {
    await expect(database().consent.create({ data })).rejects.toThrow(/_check/)
  }
  expect(await rowsOf(customer)).toEqual([])
})

test.each([
  ['VERSION_UNKNOWN', { version: '2023-01' }],
  ['VERSION_UNKNOWN', { version: 'constructor' }],
  ['BEFORE_PUBLICATION', { agreedAt: '2024-09-30T23:59:59+08:00' }],
  ['IN_FUTURE', { agreedAt: new Date(Date.now() + HOUR).toISOString() }],
  ['IN_FUTURE', { agreedAt: '9999-12-31T23:59:59-23:59' }],
] as const)('%s: one that is wrong is refused, and those with it', async (problem, wrong) => {
  const customer = await aCustomer()
  const consents = [...attestationsOf(['PERSONAL_INFORMATION']), ...attestationsOf([CARRIERS], wrong)]
  await expect(attestConsents(customer.client, { externalRef: customer.externalRef, consents })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    params: { problem, at: 1 },
  })
  expect(await rowsOf(customer)).toEqual([])
  expect(await eventsAbout(customer.id, 'consent.attested')).toEqual([])
})

test('the moment of publication is the first that counts', async () => {
  const customer = await aCustomer()
  for (const { key, version, published } of CONSENTS) {
    const day = new Map<string, string>(Object.entries(published)).get(version)
    const before = new Date(new Date(`${day}T00:00:00+08:00`).getTime() - 1).toISOString()
    await expect(attest(customer, [key], { agreedAt: before })).rejects.toMatchObject({
      params: { problem: 'BEFORE_PUBLICATION', at: 0 },
    })
    await attest(customer, [key], { agreedAt: `${day}T00:00:00+08:00` })
  }
  expect(await statesOf(customer)).toEqual(all('GIVEN'))
})

test('an earlier text is attested no more, and what was attested of one continues, but starts nothing', async () => {
  const customer = await aCustomer()
  const earlier = { version: '2024-10' }
  const attempt = attestConsents(customer.client, {
    externalRef: customer.externalRef,
    consents: [...attestationsOf([CARRIERS]), ...attestationsOf(['PERSONAL_INFORMATION'], earlier)],
  })
  await expect(attempt).rejects.toMatchObject({ code: 'INVALID_INPUT', params: { problem: 'VERSION_EARLIER', at: 1 } })
  expect(await rowsOf(customer)).toEqual([])

  await attest(customer)
  const [draft, approved] = [await start(customer), await start(customer)]
  await agreedToFirstTexts({ accountId: customer.id, userId: null })
  const validUntil = new Date((await databaseTime()).getTime() + DAY)
  await database().qualification.update({
    where: { id: approved.id },
    data: { status: 'APPROVED', validUntil, firstSubmittedAt: validUntil },
  })
  expect(await statesOf(customer)).toEqual(all('MISSING'))
  expect(await readConsents(customer.client, customer.externalRef)).toMatchObject({ consents: false })
  expect(await putAccount(customer.client, customer)).toMatchObject({ consents: false })
  await expect(start(customer)).rejects.toMatchObject({ code: 'CONSENT_MISSING' })
  const admin = await someStaff({ roles: ['ADMIN'] })
  const act = { qualificationId: approved.id, note: null } as const
  await suspendQualification(admin, { ...act, reason: 'COMPLAINTS' })
  expect(await resumeQualification(admin, { ...act, reason: 'RESOLVED' })).toMatchObject({ status: 'APPROVED' })

  await attest(customer)
  expect(await start(customer)).toMatchObject({ reference: expect.any(String) })
  // The customer withdraws both together.
  const withdrawn = await withdrawAttested(customer.client, {
    externalRef: customer.externalRef,
    purpose: 'PERSONAL_INFORMATION',
  })
  const [own] = withdrawn.statements.filter(({ purpose }) => purpose === 'PERSONAL_INFORMATION')
  expect(own).toMatchObject({
    state: 'WITHDRAWN',
    attested: [
      { version: '2026-11', withdrawnAt: expect.any(String) },
      { version: '2024-10', withdrawnAt: expect.any(String) },
    ],
  })
  expect(await database().qualification.findUniqueOrThrow({ where: { id: draft.id } })).toMatchObject({
    status: 'WITHDRAWN',
  })
})

test('a version is attested once', async () => {
  const customer = await aCustomer()
  await attest(customer)
  const problem = 'ATTESTED_BEFORE'
  await expect(attest(customer, [CARRIERS])).rejects.toMatchObject({ params: { problem, at: 0 } })
  expect(await rowsOf(customer)).toHaveLength(CONSENT_KEYS.length)
})

test('a key without the scope, of another account, or of the other kind of account finds no such account', async () => {
  const customer = await aCustomer()
  const { externalRef } = customer
  await attest(customer)
  const other = await aCustomer()
  const scopes = SCOPES.filter((scope) => scope !== 'CONSENTS_ATTEST')
  for (const client of [
    await aClient({ scopes }),
    await aClient({ scopes: [...SCOPES], accountId: other.id }),
    await aClient({ scopes: [...SCOPES], isTest: true }),
  ]) {
    for (const call of [
      () => readConsents(client, externalRef),
      () => attest({ ...customer, client }),
      () => withdrawAttested(client, { externalRef, purpose: CARRIERS }),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
  }
  expect(
    await statesOf({ ...customer, client: await aClient({ scopes: [...SCOPES], accountId: customer.id }) }),
  ).toEqual(all('GIVEN'))
  const tested = await aCustomer({ isTest: true })
  await attest(tested)
  expect(await eventsAbout(tested.id, 'consent.attested')).toMatchObject(CONSENT_KEYS.map(() => ({ isTest: true })))
})

test('what a customer withdraws through the platform stops what keys made, and no key attests it again', async () => {
  const [customer, other] = [await aCustomer(), await aCustomer()]
  await attest(customer)
  await attest(other)
  const [open, approved] = [await start(customer), await start(customer)]
  const validUntil = new Date((await databaseTime()).getTime() + DAY)
  await database().qualification.update({
    where: { id: approved.id },
    data: { status: 'APPROVED', validUntil, firstSubmittedAt: validUntil },
  })
  const { client, externalRef } = customer

  expect(await withdrawAttested(client, { externalRef, purpose: CARRIERS })).toMatchObject({ consents: false })
  expect(await statesOf(customer)).toEqual({ ...all('GIVEN'), [CARRIERS]: 'WITHDRAWN' })
  expect(await statesOf(other)).toEqual(all('GIVEN'))
  const statusOf = async ({ id }: { id: string }) =>
    (await database().qualification.findUniqueOrThrow({ where: { id } })).status
  expect([await statusOf(open), await statusOf(approved)]).toEqual(['WITHDRAWN', 'SUSPENDED'])
  const [row] = (await rowsOf(customer)).filter(({ statement }) => statement === CARRIERS)
  expect(await eventsAbout(customer.id, 'consent.attestation_withdrawn')).toMatchObject([
    { actorId: client.id, data: { consentId: row?.id, statement: CARRIERS, textVersion: '2026-11' } },
  ])

  await expect(attest(customer, [CARRIERS])).rejects.toMatchObject({ params: { problem: 'WITHDRAWN' } })
  await expect(start(customer)).rejects.toMatchObject({ code: 'CONSENT_MISSING' })
  const resume = { qualificationId: approved.id, reason: 'RESOLVED', note: null } as const
  await expect(resumeQualification(await someStaff({ roles: ['ADMIN'] }), resume)).rejects.toMatchObject({
    code: 'CONSENT_MISSING',
  })
  await expect(withdrawAttested(client, { externalRef, purpose: CARRIERS })).rejects.toMatchObject({
    code: 'INVALID_STATE',
  })
})

test('of members their own consents count alone; they see what was attested, and withdraw it with their own', async () => {
  const customer = await aCustomer()
  await attest(customer)
  const person = await join(customer)
  await expect(attest(customer, [CARRIERS])).rejects.toMatchObject({ params: { problem: 'HAS_MEMBERS' } })
  const attested = { client: '短信网关', agreedAt: new Date(AGREED_AT), means: 'APP_SCREEN' }
  const shown = await readOwnConsents(person)
  expect(shown.map(({ isGiven }) => isGiven)).toEqual(CONSENT_KEYS.map(() => true))
  for (const { history } of shown) {
    expect(history).toMatchObject([{ attested: null }, { attested, withdrawnAt: null }])
  }
  expect((await readOwnConsents(await aRegisteredApplicant())).flatMap(({ history }) => history)).toHaveLength(
    CONSENT_KEYS.length,
  )

  const isWithdrawn = async () => (await readOwnConsents(person)).map((consent) => consent.isWithdrawn)
  await database().consent.deleteMany({ where: { userId: person.id, statement: CARRIERS } })
  expect(await isWithdrawn()).toEqual(CONSENT_KEYS.map(() => false)) // attested, and not answered by them
  await giveConsent(person, { statement: CARRIERS, version: '2026-11', locale: 'en' })

  const { id } = await start(customer)
  expect((await withdrawConsent(person, { statement: CARRIERS })).withdrawn).toMatchObject([{ id }])
  const rows = (await rowsOf(customer)).filter(({ statement }) => statement === CARRIERS)
  expect(rows).toMatchObject([{ attestedByKeyId: customer.client.id, withdrawnAt: expect.any(Date) }])
  expect(await eventsAbout(customer.id, 'consent.attestation_withdrawn')).toMatchObject([{ actorId: person.id }])
  expect(await statesOf(customer)).toEqual({ ...all('GIVEN'), [CARRIERS]: 'MISSING' })
  await expect(start(customer)).rejects.toMatchObject({ code: 'CONSENT_MISSING' })
  await giveConsent(person, { statement: CARRIERS, version: '2026-11', locale: 'en' })
  expect(await missingConsentsOf(database(), 'APPLY', person.id)).toEqual([])
  expect(await start(customer)).toMatchObject({ reference: expect.any(String) })

  await database().membership.deleteMany({ where: { accountId: customer.id } }) // as nothing in the portal does
  await expect(attest(customer, [CARRIERS])).rejects.toMatchObject({ params: { problem: 'WITHDRAWN' } })
})

test('a consent that a person withdraws meanwhile is not attested over it', async () => {
  const customer = await aCustomer()
  await attest(customer)
  const { id: accountId } = customer
  const withdrawing = interleaveWith(
    async (tx) => {
      await tx.$queryRaw`SELECT FROM accounts WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`
      await tx.consent.updateMany({ where: { accountId, statement: CARRIERS }, data: { withdrawnAt: new Date() } })
    },
    () => attest(customer, [CARRIERS]),
  )
  await expect(withdrawing).rejects.toMatchObject({ params: { problem: 'WITHDRAWN' } })
  expect(await statesOf(customer)).toMatchObject({ [CARRIERS]: 'WITHDRAWN' })
})

test('of a person who becomes a member meanwhile nothing is attested', async () => {
  const customer = await aCustomer()
  const { id: userId } = await aRegisteredApplicant()
  const joining = interleaveWith(
    async (tx) => {
      await tx.$queryRaw`SELECT FROM accounts WHERE id = ${customer.id}::uuid FOR NO KEY UPDATE`
      await tx.membership.create({ data: { accountId: customer.id, userId } })
    },
    () => attest(customer),
  )
  await expect(joining).rejects.toMatchObject({ params: { problem: 'HAS_MEMBERS', at: 0 } })
  expect(await rowsOf(customer)).toEqual([])
})

test('nothing is started by a consent that is withdrawn meanwhile', async () => {
  const customer = await aCustomer()
  await attest(customer)
  const { id: accountId } = customer
  const starting = interleaveWith(
    async (tx) => {
      await tx.$queryRaw`SELECT FROM accounts WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`
      await tx.consent.updateMany({ where: { accountId, statement: CARRIERS }, data: { withdrawnAt: new Date() } })
    },
    () => start(customer),
  )
  await expect(starting).rejects.toMatchObject({ code: 'CONSENT_MISSING' })
})
