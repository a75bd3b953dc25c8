import { afterAll, beforeAll, expect, test } from 'vitest'
import { database, databaseTime } from '@/lib/db/client'
import { SenderAnswer, SenderAnswers } from '@/lib/integrations/gate/schemas'
import { revokeApiKey } from '@/lib/integrations/revoke-api-key'
import { anApiKey } from '@/tests/factories/api-keys'
import { anAdministrator } from '@/tests/factories/people'
import { anApplicant } from '@/tests/factories/review'
import { anApprovedSender } from '@/tests/factories/senders'
import { type ApiServer, CHECK, posted, queryOf, startApi } from '@/tests/setup/api-server'
import { Problem } from './refusals'

let api: ApiServer
let secret: string
let sender: Awaited<ReturnType<typeof anApprovedSender>>
beforeAll(async () => {
  api = await startApi()
  secret = (await anApiKey()).secret
  sender = await anApprovedSender()
})
afterAll(() => api?.stop())

/** Returns status, code and places of a refusal, which has to be as it is described. */
async function refusalOf(asked: Promise<Response>) {
  const answer = await asked
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  const { status, code, errors = [], request_id: id } = Problem.parse(await answer.json())
  expect([answer.status, answer.headers.get('x-request-id')]).toEqual([status, id])
  return [status, code, ...errors.map(({ parameter, pointer }) => parameter ?? pointer)]
}

const get = (check: Readonly<Record<string, string>> = sender.check, key: string | null = secret) =>
  api.ask(queryOf(check), key)
const post = (body: unknown, key: string | null = secret) => api.ask(CHECK, key, posted(body))

test('one sender, and many in the order in which they were asked about', async () => {
  const one = await get()
  expect([one.status, one.headers.get('content-type'), one.headers.get('cache-control')]).toEqual([
    200,
    'application/json',
    'no-store',
  ])
  expect(SenderAnswer.parse(await one.json())).toMatchObject({ allowed: true, reason: null })
  const checks = [{ ...sender.check, use: 'MARKETING' }, sender.check, { ...sender.check, signature: '别家' }]
  const many = await post({ checks })
  const { answers } = SenderAnswers.parse(await many.json())
  expect(answers.map(({ reason }) => reason)).toEqual(['USE_NOT_COVERED', null, 'SIGNATURE_UNKNOWN'])
})

test('a thousand senders of one request, and no more', async () => {
  const checks = Array.from({ length: 1_000 }, () => sender.check)
  const { answers } = SenderAnswers.parse(await (await post({ checks })).json())
  expect(answers).toHaveLength(1_000)
  expect(answers.every(({ allowed }) => allowed)).toBe(true)
  expect(await refusalOf(post({ checks: [...checks, sender.check] }))).toEqual([400, 'INVALID_INPUT', '/checks'])
  expect(await refusalOf(post({ checks: [] }))).toEqual([400, 'INVALID_INPUT', '/checks'])
})

test('without a key that works nothing is answered', async () => {
  expect(await refusalOf(get(sender.check, null))).toEqual([401, 'KEY_MISSING'])
  const answer = await get(sender.check, null)
  expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="zhunxin"')
  for (const wrong of ['secret', 'zx_test_x', `zx_live_${'A'.repeat(43)}`, secret.slice(0, -1), `${secret}A`]) {
    expect(await refusalOf(get(sender.check, wrong)), wrong).toEqual([401, 'KEY_UNKNOWN'])
  }
  const basic = { headers: { Authorization: `Basic ${btoa(`${secret}:`)}` } }
  expect(await refusalOf(api.ask(queryOf(sender.check), null, basic))).toEqual([401, 'KEY_MISSING'])
  const cookie = { headers: { Cookie: `zhunxin.session=${secret}` } }
  expect(await refusalOf(api.ask(queryOf(sender.check), null, cookie))).toEqual([401, 'KEY_MISSING'])
})

test('a key ends when it is revoked, and at its end', async () => {
  const [revoked, expired] = [await anApiKey(), await anApiKey({ days: 30 })]
  expect([(await get(sender.check, revoked.secret)).status, (await get(sender.check, expired.secret)).status]).toEqual([
    200, 200,
  ])
  await revokeApiKey(await anAdministrator(), { keyId: revoked.id })
  await database().apiKey.update({ where: { id: expired.id }, data: { expiresAt: await databaseTime() } })
  expect(await refusalOf(get(sender.check, revoked.secret))).toEqual([401, 'KEY_REVOKED'])
  expect(await refusalOf(get(sender.check, expired.secret))).toEqual([401, 'KEY_EXPIRED'])
})

test('a key without the scope is refused, regardless of what it requests', async () => {
  const { id, secret: without } = await anApiKey()
  await database().apiKey.update({ where: { id }, data: { scopes: [] } })
  expect(await refusalOf(get(sender.check, without))).toEqual([403, 'SCOPE_MISSING'])
  expect(await refusalOf(get({}, without))).toEqual([403, 'SCOPE_MISSING'])
})

test('a key of one account answers about no other, whether or not that exists', async () => {
  const { secret: own } = await anApiKey({ accountId: sender.check.account })
  expect((await get(sender.check, own)).status).toBe(200)
  const { accountId } = await anApplicant()
  for (const account of [accountId, crypto.randomUUID()]) {
    expect(await refusalOf(get({ ...sender.check, account }, own))).toEqual([403, 'ACCOUNT_NOT_ALLOWED', 'account'])
    const checks = [sender.check, { ...sender.check, account }]
    const asked = post({ checks }, own)
    expect(await refusalOf(asked)).toEqual([403, 'ACCOUNT_NOT_ALLOWED', '/checks/1/account'])
  }
  const upper = { ...sender.check, account: sender.check.account.toUpperCase() }
  expect((await get(upper, own)).status).toBe(200)
})

test('a key works from its networks alone', async () => {
  const { secret: near } = await anApiKey({ networks: ['10.1.0.0/16', '2001:db8::/32'] })
  const from = (address: string) => api.ask(queryOf(sender.check), near, { from: address })
  for (const address of ['10.1.2.3', '2001:db8::7']) expect((await from(address)).status, address).toBe(200)
  for (const address of ['10.2.0.1', '2001:db9::7', '10.1.2.3, 10.2.0.1']) {
    expect(await refusalOf(from(address)), address).toEqual([403, 'NETWORK_NOT_ALLOWED'])
  }
})

test('the use of a key is noted', async () => {
  const { id, secret: used } = await anApiKey()
  await get(sender.check, used)
  await expect
    .poll(async () => (await database().apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt)
    .toBeInstanceOf(Date)
})

test.each([
  ['HEAD', CHECK, 405, 'GET, POST'],
  ['PUT', CHECK, 405, 'GET, POST'],
  ['DELETE', CHECK, 405, 'GET, POST'],
  ['OPTIONS', CHECK, 405, 'GET, POST'],
  ['POST', '/api/v1/openapi.json', 405, 'GET'],
  ['GET', '/api/v1/senders/check/', 404, null],
  ['GET', '/api/v1/sender', 404, null],
  ['GET', '/api/v1/constructor', 404, null],
])('%s %s: %i', async (method, path, status, allow) => {
  const answer = await api.ask(path, secret, { method })
  expect([answer.status, answer.headers.get('allow')]).toEqual([status, allow])
  if (method !== 'HEAD') expect(Problem.parse(await answer.json()).status).toBe(status)
})

test('what is not of the API is left to others', async () => {
  for (const path of ['/', '/api/health/live', '/api/v10/senders/check', '/api/v1']) {
    expect((await api.ask(path, secret)).status, path).toBe(599)
  }
})
