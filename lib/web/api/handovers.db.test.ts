import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HandoverAnswer, HandoverCreated } from '@/lib/integrations/handovers/schemas'
import { revokeApiKey } from '@/lib/integrations/revoke-api-key'
import { aClient, anApiKey } from '@/tests/factories/api-keys'
import { aReturnAddress, RETURN_URL } from '@/tests/factories/handovers'
import { anAdministrator, aPhone, aRegisteredApplicant } from '@/tests/factories/people'
import { type ApiServer, posted, startApi } from '@/tests/setup/api-server'
import { Problem } from './refusals'

let api: ApiServer
beforeAll(async () => {
  api = await startApi()
  await aReturnAddress()
})
afterAll(() => api?.stop())

const PATH = '/api/v1/handovers'
const aSystem = () => aClient({ scopes: ['HANDOVERS_CREATE'] })
const aBody = async (given: object = {}) => {
  const { accountId: account, phone } = await aRegisteredApplicant()
  return { account, phone, purpose: 'SEE', returnUrl: RETURN_URL, ...given }
}

function make(body: unknown, secret: string | null, name: string = randomUUID()) {
  const { headers, ...sent } = posted(body)
  return api.ask(PATH, secret, { ...sent, headers: { ...headers, 'Idempotency-Key': name } })
}

/** Returns status, code and places of a refusal, which has to be as it is described. */
async function refusalOf(asked: Promise<Response>) {
  const answer = await asked
  const { status, code, errors = [] } = Problem.parse(await answer.json())
  expect(answer.status).toBe(status)
  return [status, code, ...errors.map(({ pointer }) => pointer)]
}

test('a link is made, and what became of it is read', async () => {
  const { secret } = await aSystem()
  const body = await aBody()
  const made = await make(body, secret)
  expect([made.status, made.headers.get('cache-control')]).toEqual([201, 'no-store'])
  const { id, url } = HandoverCreated.parse(await made.json())
  expect(url).toMatch(/\/handover\/[\w-]{43}$/)
  const read = await api.ask(`${PATH}/${id}`, secret)
  const answer = HandoverAnswer.parse(await read.json())
  expect(answer).toMatchObject({ id, account: body.account, state: 'OPEN', vouched: false, result: null })
  expect(JSON.stringify(answer)).not.toContain(url.split('/').at(-1))
})

test('a repeated request is answered with the same link, and another body with the same name by none', async () => {
  const { secret } = await aSystem()
  const [body, name] = [await aBody(), randomUUID()]
  const [first, again] = [await make(body, secret, name), await make(body, secret, name)]
  expect([again.status, await again.json()]).toEqual([201, await first.json()])
  expect(await refusalOf(make(await aBody(), secret, name))).toEqual([409, 'IDEMPOTENCY_KEY_REUSED'])
  expect(await refusalOf(api.ask(PATH, secret, posted(body)))).toEqual([400, 'INVALID_INPUT', undefined])
})

test('each refusal names its place', async () => {
  const { secret } = await aSystem()
  const of = async (given: object) => refusalOf(make(await aBody(given), secret))
  expect(await of({ vouch: true })).toEqual([403, 'SCOPE_MISSING', '/vouch'])
  expect(await of({ account: randomUUID() })).toEqual([404, 'NOT_FOUND', '/account'])
  expect(await of({ phone: aPhone() })).toEqual([409, 'MEMBER_UNKNOWN', '/phone'])
  expect(await of({ returnUrl: 'https://evil.example/' })).toEqual([403, 'RETURN_NOT_ALLOWED', '/returnUrl'])
  const qualification = { purpose: 'CONTINUE', qualification: randomUUID() }
  expect(await of(qualification)).toEqual([404, 'NOT_FOUND', '/qualification'])
  expect(await of({ purpose: 'RENEW' })).toEqual([400, 'INVALID_INPUT', '/qualification'])
  expect(await of({ phone: 'x' })).toEqual([400, 'INVALID_INPUT', '/phone'])
  expect(await of({ next: '/' })).toEqual([400, 'INVALID_INPUT', '/next'])
})

test('no key, another scope, another account, a revoked key: nothing', async () => {
  const body = await aBody()
  const { id } = HandoverCreated.parse(await (await make(body, (await aSystem()).secret)).json())
  const other = await aClient({ scopes: ['HANDOVERS_CREATE'], accountId: (await aRegisteredApplicant()).accountId })
  const gate = await anApiKey()
  const revoked = await aSystem()
  await revokeApiKey(await anAdministrator(), { keyId: revoked.id })
  expect(await refusalOf(make(body, null))).toEqual([401, 'KEY_MISSING'])
  expect(await refusalOf(make(body, gate.secret))).toEqual([403, 'SCOPE_MISSING'])
  expect(await refusalOf(make(body, other.secret))).toEqual([403, 'ACCOUNT_NOT_ALLOWED', '/account'])
  expect(await refusalOf(make(body, revoked.secret))).toEqual([401, 'KEY_REVOKED'])
  expect(await refusalOf(api.ask(`${PATH}/${id}`, other.secret))).toEqual([404, 'NOT_FOUND'])
  expect(await refusalOf(api.ask(`${PATH}/${randomUUID()}`, other.secret))).toEqual([404, 'NOT_FOUND'])
  expect(await refusalOf(api.ask(`${PATH}/${id}`, gate.secret))).toEqual([403, 'SCOPE_MISSING'])
})
