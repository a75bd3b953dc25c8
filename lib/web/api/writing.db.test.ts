import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { Application } from '@/lib/integrations/applications/schemas'
import { Evaluations, StartedApplication, SubmittedApplication } from '@/lib/integrations/applications/write-schemas'
import { aClient } from '@/tests/factories/api-keys'
import { eventsAbout } from '@/tests/factories/audit'
import { aReadyDraft, aRegisteredApplicant, aWrittenDraft } from '@/tests/factories/qualifications'
import { anApplicant } from '@/tests/factories/review'
import { type ApiServer, posted, startApi } from '@/tests/setup/api-server'
import { Problem } from './refusals'

let api: ApiServer
let client: Awaited<ReturnType<typeof aClient>>
beforeAll(async () => {
  api = await startApi()
  client = await aClient()
})
afterAll(() => api?.stop())

const get = (path: string, key = client.secret) => api.ask(`/api/v1${path}`, key)
const post = (path: string, body: unknown, name: string = crypto.randomUUID(), key = client.secret) => {
  const { headers, ...sent } = posted(body)
  return api.ask(`/api/v1${path}`, key, { ...sent, headers: { ...headers, 'Idempotency-Key': name } })
}
async function codeOf(asked: Promise<Response>) {
  const { status, code } = Problem.parse(await (await asked).json())
  return [status, code]
}
const evaluationsOf = async (id: string) =>
  Evaluations.parse(await (await get(`/qualifications/${id}/evaluations`)).json())
const sendable = ({ revision, draftVersion, shown }: Evaluations) => ({ revision, draftVersion, shown })

test('an application is started, evaluated, submitted and withdrawn', async () => {
  const { accountId: account } = await aRegisteredApplicant()
  const started = await post('/qualifications', { account, kind: 'INDIVIDUAL' })
  const { id } = StartedApplication.parse(await started.json())
  expect(started.status).toBe(201)
  const missing = await evaluationsOf(id)
  const at = missing.findings.find(({ place }) => place.field === 'person.name')
  expect(at).toMatchObject({ severity: 'block', code: 'REQUIRED', text: { en: 'Please fill this in.' } })
  expect(missing.findings.map(({ number }) => number)).toEqual(missing.findings.map((_, n) => n + 1))
  expect(await codeOf(post(`/qualifications/${id}/submit`, sendable(missing)))).toEqual([409, 'INCOMPLETE'])

  const ready = await aReadyDraft()
  const path = `/qualifications/${ready.id}`
  const submitted = await post(`${path}/submit`, sendable(await evaluationsOf(ready.id)))
  expect(SubmittedApplication.parse(await submitted.json())).toMatchObject({ id: ready.id, revision: 1 })
  expect(await codeOf(get(`${path}/evaluations`))).toEqual([409, 'INVALID_STATE'])
  expect((await post(`${path}/withdraw`, {})).status).toBe(200)
  expect(Application.parse(await (await get(path)).json())).toMatchObject({ status: 'WITHDRAWN', next: 'NOBODY' })
  expect(await codeOf(post(`${path}/withdraw`, {}))).toEqual([409, 'INVALID_STATE'])
  expect(await codeOf(post(`${path}/renew`, {}))).toEqual([409, 'INVALID_STATE'])
})

test('what was written since the evaluations is not submitted', async () => {
  const { id } = await aReadyDraft()
  const seen = await evaluationsOf(id)
  const older = { ...sendable(seen), draftVersion: seen.draftVersion - 1 }
  expect(await codeOf(post(`/qualifications/${id}/submit`, older))).toEqual([409, 'CONFLICT'])
  const other = { ...sendable(seen), shown: 'x' }
  expect(await codeOf(post(`/qualifications/${id}/submit`, other))).toEqual([409, 'FINDINGS_CHANGED'])
})

test('of fifty equal requests at the same time one is done, and all get its answer', async () => {
  const { accountId: account } = await aRegisteredApplicant()
  const name = crypto.randomUUID()
  const body = { account, kind: 'INDIVIDUAL' }
  const answers = await Promise.all(Array.from({ length: 50 }, () => post('/qualifications', body, name)))
  const texts = await Promise.all(answers.map((answer) => answer.text()))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
  expect(new Set(texts).size).toBe(1)
  expect(await database().qualification.count({ where: { accountId: account } })).toBe(1)
  const { id } = StartedApplication.parse(JSON.parse(texts[0] ?? ''))
  expect(await eventsAbout(id, 'qualification.created')).toHaveLength(1)

  expect(await (await post('/qualifications', body, name)).text()).toBe(texts[0])
  const other = post('/qualifications', { ...body, kind: 'ORGANISATION' }, name)
  expect(await codeOf(other)).toEqual([409, 'IDEMPOTENCY_KEY_REUSED'])
  expect(await codeOf(post(`/qualifications/${id}/withdraw`, body, name))).toEqual([409, 'IDEMPOTENCY_KEY_REUSED'])
  const another = await aClient()
  expect((await post('/qualifications', body, name, another.secret)).status).toBe(201) // the name of another key
  const stored = await database().storedAnswer.findMany({ where: { keyId: client.id } })
  const readable = stored.map(({ answerSealed }) => Buffer.from(answerSealed).toString('latin1')).join()
  expect(readable).not.toContain(id)
})

test('what is refused is not remembered, and a request without a name is refused', async () => {
  const { accountId: account, id: userId } = await aRegisteredApplicant()
  const name = crypto.randomUUID()
  const start = () => post('/qualifications', { account, kind: 'INDIVIDUAL' }, name)
  await database().consent.updateMany({ where: { userId }, data: { withdrawnAt: new Date() } })
  expect(await codeOf(start())).toEqual([409, 'CONSENT_MISSING'])
  await database().consent.updateMany({ where: { userId }, data: { withdrawnAt: null } })
  expect((await start()).status).toBe(201)
  for (const wrong of ['', 'a b', 'x'.repeat(256)]) {
    expect(await codeOf(post('/qualifications', { account, kind: 'INDIVIDUAL' }, wrong))).toEqual([
      400,
      'INVALID_INPUT',
    ])
  }
  const unnamed = api.ask('/api/v1/qualifications', client.secret, posted({ account, kind: 'INDIVIDUAL' }))
  expect(await codeOf(unnamed)).toEqual([400, 'INVALID_INPUT'])
  expect(await codeOf(post('/qualifications', { account, kind: 'INDIVIDUAL', extra: 1 }))).toEqual([
    400,
    'INVALID_INPUT',
  ])
})

test('an account is made, found, and given the ID of the platform, once', async () => {
  const integrator = await aClient({ scopes: ['ACCOUNTS_WRITE'] })
  const put = (ref: string, body: object = {}, key = integrator.secret) =>
    api.ask(`/api/v1/accounts/${ref}`, key, { ...posted(body), method: 'PUT' })
  const ref = `customer-${crypto.randomUUID()}`
  const answers = await Promise.all([put(ref), put(ref), put(ref)])
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 200, 201])
  const [made = new Response()] = answers.filter(({ status }) => status === 201)
  const { id, ...rest } = (await made.json()) as { id: string }
  expect(rest).toEqual({ externalRef: ref, members: 0, consents: false })
  expect(await eventsAbout(id, 'account.made')).toMatchObject([{ actorKind: 'CLIENT', actorId: integrator.id }])
  expect(await (await put(ref)).json()).toMatchObject({ id })
  expect(await codeOf(post('/qualifications', { account: id, kind: 'INDIVIDUAL' }))).toEqual([409, 'CONSENT_MISSING'])

  const { accountId } = await aRegisteredApplicant()
  const own = `own-${crypto.randomUUID()}`
  expect(await (await put(own, { account: accountId })).json()).toEqual({
    ...{ id: accountId, externalRef: own, members: 1, consents: true },
  })
  expect(await codeOf(put(own, { account: id }))).toEqual([409, 'CONFLICT'])
  expect(await codeOf(put(`${own}-2`, { account: accountId }))).toEqual([409, 'CONFLICT'])
  expect(await codeOf(put(`${own}-3`, { account: crypto.randomUUID() }))).toEqual([404, 'NOT_FOUND'])
  const limited = await aClient({ scopes: ['ACCOUNTS_WRITE'], accountId })
  expect((await put(own, {}, limited.secret)).status).toBe(200)
  expect(await codeOf(put(ref, {}, limited.secret))).toEqual([403, 'ACCOUNT_NOT_ALLOWED'])
  expect(await codeOf(put(`${own}-4`, {}, limited.secret))).toEqual([403, 'ACCOUNT_NOT_ALLOWED'])
  for (const wrong of ['a%20b', 'x'.repeat(101), '%E4%B8%80']) {
    expect(await codeOf(put(wrong)), wrong).toEqual([400, 'INVALID_INPUT'])
  }
})

test('each operation is refused without its scope, and does nothing in another account', async () => {
  const { id, applicant } = await aWrittenDraft()
  const account = applicant.accountId
  const foreign = (await anApplicant()).accountId
  const [reader, other] = [
    await aClient({ scopes: ['QUALIFICATIONS_READ', 'ACCOUNTS_WRITE', 'SENDERS_CHECK'] }),
    await aClient({ scopes: ['QUALIFICATIONS_WRITE'], accountId: foreign }),
  ]
  const submission = { revision: 1, draftVersion: 1 }
  const tries: [string, unknown][] = [
    ['/qualifications', { account, kind: 'INDIVIDUAL' }],
    [`/qualifications/${id}/submit`, submission],
    [`/qualifications/${id}/withdraw`, {}],
    [`/qualifications/${id}/renew`, {}],
  ]
  for (const [path, body] of tries) {
    expect(await codeOf(post(path, body, 'a', reader.secret)), path).toEqual([403, 'SCOPE_MISSING'])
    expect(await codeOf(post(path, body, 'a', other.secret)), path).toEqual([404, 'NOT_FOUND'])
  }
  expect(await codeOf(get(`/qualifications/${id}/evaluations`, reader.secret))).toEqual([403, 'SCOPE_MISSING'])
  expect(await codeOf(get(`/qualifications/${id}/evaluations`, other.secret))).toEqual([404, 'NOT_FOUND'])
  const put = api.ask('/api/v1/accounts/a', other.secret, { ...posted({}), method: 'PUT' })
  expect(await codeOf(put)).toEqual([403, 'SCOPE_MISSING'])
  expect(await database().qualification.count({ where: { accountId: account } })).toBe(1)
  expect((await database().qualification.findUniqueOrThrow({ where: { id } })).status).toBe('DRAFT')
})
