import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { tokenHash } from '@/lib/accounts/link-token'
import type { PersonActor } from '@/lib/actor/actor'
import { DAY, MINUTE } from '@/lib/core/clock'
import { database, databaseTime } from '@/lib/db/client'
import { closeEndedPhones } from '@/lib/qualifications/phone/end-phones'
import { readPhone } from '@/lib/qualifications/phone/read-phone'
import { purgeSessions } from '@/lib/sign-in/sessions/purge-sessions'
import { readSession } from '@/lib/sign-in/sessions/sessions'
import { eventsAbout } from '@/tests/factories/audit'
import { aConsole, aHandover, aReturnAddress, press, RETURN_URL } from '@/tests/factories/handovers'
import { anOpenedLink } from '@/tests/factories/letter-links'
import { aMemberOf, anAdministrator, aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { aDraft } from '@/tests/factories/qualifications'
import { revokeApiKey } from '../revoke-api-key'
import { createHandover } from './create-handover'
import { readHandoverAnswer } from './handover-answer'
import { readHandoverLink } from './read-handover'
import { CreateHandover } from './schemas'

const rowOf = (id: string) => database().handover.findUniqueOrThrow({ where: { id } })

test('a link is of five minutes, and only its hash is stored', async () => {
  const { id, token, url, person, client } = await aHandover()
  expect(url).toMatch(/\/handover\/[\w-]{43}$/)
  const { tokenHash: stored, endsAt, createdAt, ...row } = await rowOf(id)
  expect(Buffer.from(stored)).toEqual(Buffer.from(tokenHash(token)))
  expect(endsAt.getTime() - createdAt.getTime()).toBe(5 * MINUTE)
  expect(JSON.stringify(row)).not.toContain(token)
  expect(row).toMatchObject({ userId: expect.any(String), phoneIndex: null, apiKeyId: client.id, usedAt: null })
  const [event] = await eventsAbout(person.accountId, 'handover.created')
  expect(event).toMatchObject({
    ...{ actorKind: 'CLIENT', actorId: client.id },
    data: { handoverId: id, apiKeyId: client.id, purpose: 'SEE', qualificationId: null, isVouched: false },
  })
  expect(JSON.stringify(event)).not.toMatch(new RegExp(`${token}|${person.phone.slice(3)}`))
})

test('looking at a link changes nothing, and shows whose name it acts under', async () => {
  const { id, token, person } = await aHandover()
  const before = await rowOf(id)
  for (let look = 0; look < 3; look++) {
    expect(await readHandoverLink(token, null)).toMatchObject({
      state: 'OPEN',
      shown: { system: '云控制台', phone: `${person.phone.slice(3, 6)}****${person.phone.slice(-4)}`, purpose: 'SEE' },
    })
  }
  expect(await rowOf(id)).toEqual(before)
  expect(await readHandoverLink('x'.repeat(43), null)).toBeNull()
})

test.each([
  ['ACCOUNT_UNKNOWN', { account: randomUUID() }],
  ['MEMBER_UNKNOWN', { phone: aPhone() }],
  ['QUALIFICATION_UNKNOWN', { purpose: 'CONTINUE', qualification: randomUUID() }],
  ['RETURN_NOT_ALLOWED', { returnUrl: 'https://evil.example/' }],
  ['RETURN_NOT_ALLOWED', { returnUrl: 'https://console.example.cn@evil.example/kyc/' }],
])('%s: %j', async (problem, given) => {
  await expect(aHandover(given)).rejects.toMatchObject({ code: 'INVALID_INPUT', params: { problem } })
})

test.each([
  [{ purpose: 'CONTINUE' }, 'qualification'],
  [{ purpose: 'BEGIN', qualification: randomUUID() }, 'qualification'],
  [{ phone: '021-5555 5555' }, 'phone'],
  [{ surprise: 1 }, ''],
])('%j is not as the API describes it', (given, field) => {
  const whole = { account: randomUUID(), phone: aPhone(), purpose: 'SEE', returnUrl: RETURN_URL, ...given }
  expect(CreateHandover.safeParse(whole).error?.issues[0]?.path.join('.')).toBe(field)
})

test('a key of one account hands nobody else over, and without its scope vouches for nobody', async () => {
  const person = await aRegisteredApplicant()
  const other = await aConsole({ accountId: (await aRegisteredApplicant()).accountId })
  const plain = await aConsole({ scopes: ['HANDOVERS_CREATE'] })
  const problem = (code: string) => ({ params: { problem: code } })
  await expect(aHandover({ client: other, of: person })).rejects.toMatchObject(problem('ACCOUNT_NOT_ALLOWED'))
  await expect(aHandover({ client: plain, of: person, vouch: true })).rejects.toMatchObject(problem('SCOPE_MISSING'))
  expect((await aHandover({ client: plain, of: person })).id).toBeTruthy()
  expect(await database().handover.count({ where: { accountId: person.accountId } })).toBe(1)
})

test('a purpose fits the state of the qualification, and a qualification its account', async () => {
  const person = await aRegisteredApplicant()
  const { id: qualification } = await aDraft({ ...person.actor, accountId: person.accountId })
  const made = await aHandover({ of: person, purpose: 'CONTINUE', qualification })
  expect(await rowOf(made.id)).toMatchObject({ qualificationId: qualification })
  for (const purpose of ['CORRECT', 'RENEW']) {
    await expect(aHandover({ of: person, purpose, qualification })).rejects.toMatchObject({
      params: { problem: 'QUALIFICATION_STATE' },
    })
  }
  await expect(aHandover({ purpose: 'CONTINUE', qualification })).rejects.toMatchObject({
    params: { problem: 'QUALIFICATION_UNKNOWN' },
  })
})

test('a member’s number will do, also of an account that others belong to; a disabled one’s does not', async () => {
  const { accountId } = await aRegisteredApplicant()
  const member = await aMemberOf(accountId)
  const { id } = await aHandover({ of: { accountId, phone: member.phone } })
  expect(await rowOf(id)).toMatchObject({ userId: member.id })
  await database().user.update({ where: { id: member.id }, data: { status: 'DISABLED', disabledAt: new Date() } })
  const again = aHandover({ of: { accountId, phone: member.phone } })
  await expect(again).rejects.toMatchObject({ params: { problem: 'MEMBER_UNKNOWN' } })
})

test('an account that nobody belongs to takes the number that the platform names, and no vouching', async () => {
  const { id: accountId } = await database().account.create({ data: { externalRef: randomUUID() } })
  const phone = aPhone()
  const { id } = await aHandover({ of: { accountId, phone } })
  expect(await rowOf(id)).toMatchObject({ userId: null, phoneIndex: expect.anything() })
  await expect(aHandover({ of: { accountId, phone }, vouch: true })).rejects.toMatchObject({
    params: { problem: 'MEMBER_UNKNOWN' },
  })
})

test('the client reads what became of it; another account’s key does not', async () => {
  const { id, token, client, person } = await aHandover({ vouch: true })
  const state = async () => (await readHandoverAnswer(client, id))?.state
  expect(await state()).toBe('OPEN')
  await press(token)
  expect(await state()).toBe('ENTERED')
  expect(await readHandoverAnswer(client, id)).toMatchObject({ account: person.accountId, vouched: true, result: null })
  const other = await aConsole({ accountId: (await aRegisteredApplicant()).accountId })
  expect(await readHandoverAnswer(other, id)).toBeNull()
  expect(await readHandoverAnswer(await aConsole({ accountId: person.accountId }), id)).not.toBeNull() // a new key of the system
})

test('the result is the qualification that was started since', async () => {
  const person = await aRegisteredApplicant()
  const owner = { ...person.actor, accountId: person.accountId }
  const { id, token, client } = await aHandover({ of: person, purpose: 'BEGIN', vouch: true })
  await press(token)
  expect(await readHandoverAnswer(client, id)).toMatchObject({ result: null })
  const started = await aDraft(owner)
  expect(await readHandoverAnswer(client, id)).toMatchObject({
    result: { qualification: started.id, reference: expect.stringMatching(/^ZX-/), status: 'DRAFT' },
  })
})

test('an unused link expires', async () => {
  const { id, client } = await aHandover()
  await database().handover.update({ where: { id }, data: { endsAt: await databaseTime() } })
  expect(await readHandoverAnswer(client, id)).toMatchObject({ state: 'EXPIRED' })
})

test('a removed address is refused', async () => {
  await aReturnAddress({ origin: 'https://gone.example.cn', pathPrefix: '/' })
  await database().returnAddress.updateMany({
    where: { origin: 'https://gone.example.cn' },
    data: { removedAt: new Date(), removedById: (await aRegisteredApplicant()).id },
  })
  const person = await aRegisteredApplicant()
  const input = {
    account: person.accountId,
    phone: person.phone,
    purpose: 'SEE',
    returnUrl: 'https://gone.example.cn/',
  }
  const creating = createHandover(await aConsole(), CreateHandover.parse(input))
  await expect(creating).rejects.toMatchObject({ params: { problem: 'RETURN_NOT_ALLOWED' } })
})

test('rows are deleted after half a year, and the number of a customer who never came after a day', async () => {
  const { id: accountId } = await database().account.create({ data: {} })
  const daysAgo = (days: number) => new Date(Date.now() - days * DAY)
  const aged = async (days: number) => {
    const { id } = await aHandover({ of: { accountId, phone: aPhone() } })
    await database().handover.update({ where: { id }, data: { createdAt: daysAgo(days), endsAt: daysAgo(days) } })
    return id
  }
  const [gone, kept, fresh] = [await aged(180.1), await aged(1.1), await aged(0.9)]
  await purgeSessions()
  expect(await database().handover.count({ where: { id: gone } })).toBe(0)
  expect((await rowOf(kept)).phoneIndex).toBeNull()
  expect((await rowOf(fresh)).phoneIndex).not.toBeNull()
})

test('a link to a letter that a vouched session made ends with the key that vouched, and a person’s own does not', async () => {
  const person = await aRegisteredApplicant()
  const applicant = { ...person.actor, accountId: person.accountId }
  const { id: qualificationId } = await aDraft(applicant)
  const { token, client } = await aHandover({ of: person, vouch: true })
  const { session } = await press(token)
  const vouched = (await readSession(session?.id ?? '')) as PersonActor
  const { secret, id } = await anOpenedLink(vouched, qualificationId)
  expect(await readPhone(secret)).toHaveProperty('phone')
  await revokeApiKey(await anAdministrator(), { keyId: client.id })
  expect(await readPhone(secret)).toEqual({ ended: 'SIGNED_OUT', letter: 'COMMITMENT_LETTER' })
  await closeEndedPhones()
  expect(await eventsAbout(qualificationId, 'letter_link.ended')).toMatchObject([
    { data: { letterLinkId: id, because: 'SIGNED_OUT' } },
  ])
  expect(await readPhone((await anOpenedLink(applicant, qualificationId)).secret)).toHaveProperty('phone')
})
