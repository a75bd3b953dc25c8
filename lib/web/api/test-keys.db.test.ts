import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { ApiScope } from '@/lib/db/generated/enums'
import { AccountAnswer } from '@/lib/integrations/accounts/schemas'
import { PlayedAnswer } from '@/lib/integrations/tests/schemas'
import { aClient } from '@/tests/factories/api-keys'
import { aReadyDraft, aRegisteredApplicant, asShown } from '@/tests/factories/qualifications'
import { anApplicant, aSubmittedQualification } from '@/tests/factories/review'
import { valuesOf } from '@/tests/factories/schema-values'
import { type ApiServer, posted, startApi } from '@/tests/setup/api-server'
import { API } from './operation'
import { OPERATIONS } from './operations/all'
import { Problem } from './refusals'

const scopes = Object.values(ApiScope)
let api: ApiServer
let secret: string
beforeAll(async () => {
  api = await startApi()
  secret = (await aClient({ scopes, isTest: true })).secret
})
afterAll(() => api?.stop())

function ask(method: string, path: string, body?: unknown, key = secret) {
  const { headers = {}, ...sent } = body === undefined ? {} : posted(body)
  return api.ask(API + path, key, { ...sent, method, headers: { ...headers, 'Idempotency-Key': randomUUID() } })
}
const refusalOf = async (answer: Response) => Problem.parse(await answer.json())

/**
 * Lists what test keys alone may do. Which accounts each key knows of is in `tests/api-matrix`, with every operation.
 */
const PLAYED: Record<string, (id: string) => { path: string; body: unknown }> = {
  playDecision: (id) => ({ path: `/test/qualifications/${id}/decision`, body: { outcome: 'APPROVED' } }),
  playFilings: (id) => ({ path: `/test/qualifications/${id}/filings`, body: { carrier: 'CMCC', state: 'FILED' } }),
  playStanding: (id) => ({ path: `/test/qualifications/${id}/standing`, body: { act: 'SUSPENDED' } }),
}

/** Returns the ID of what is submitted for a test account. */
async function aSubmittedTest(): Promise<string> {
  const applicant = await anApplicant({ isTest: true })
  return (await aSubmittedQualification({ applicant })).qualification.id
}

test.each(Object.keys(PLAYED))('%s answers a test key as it is described, for any input', async (name) => {
  const one = OPERATIONS.find(({ id }) => id === name)
  const { body: schema } = one?.inputs ?? {}
  if (!one || !schema) throw new Error('No such operation')
  const ids = [await aSubmittedTest(), await aSubmittedTest()]
  const sent = fc.record({ id: fc.constantFrom(...ids), body: valuesOf(schema, {}) })
  await fc.assert(
    fc.asyncProperty(sent, async ({ id, body }) => {
      const answer = await ask('POST', PLAYED[name]?.(id).path ?? '', body)
      if (answer.status === 200) return void PlayedAnswer.parse(await answer.json())
      const { status, code } = await refusalOf(answer)
      expect(status).toBeLessThan(500)
      expect([...(one.codes ?? []), 'INVALID_INPUT']).toContain(code)
    }),
    { numRuns: 25 },
  )
})

test.each(Object.keys(PLAYED))(
  '%s is refused to any other key, whether there is such an application or not',
  async (name) => {
    const { qualification } = await aSubmittedQualification()
    const { secret: live } = await aClient({ scopes })
    for (const id of [qualification.id, await aSubmittedTest(), randomUUID()]) {
      const { path = '', body } = PLAYED[name]?.(id) ?? {}
      expect(await refusalOf(await ask('POST', path, body, live))).toMatchObject({
        status: 403,
        code: 'TEST_KEY_NEEDED',
      })
    }
    const { status } = await database().qualification.findUniqueOrThrow({ where: { id: qualification.id } })
    expect(status).toBe('SUBMITTED')
  },
)

test('a test goes from an account to a sender who may send, is suspended and resumed, and is revoked', async () => {
  const externalRef = randomUUID()
  const made = AccountAnswer.parse(await (await ask('PUT', `/accounts/${externalRef}`, {})).json())
  expect(made).toMatchObject({ members: 0, consents: true })
  const started = await ask('POST', '/qualifications', { account: made.id, kind: 'INDIVIDUAL' })
  expect(started.status).toBe(201)

  // What is declared and uploaded comes from the portal: a member of the account was handed over into it.
  const applicant = await aRegisteredApplicant({ isTest: true })
  const { id } = await aReadyDraft({ applicant })
  const { qualificationId: _id, ...shown } = await asShown(applicant, id)
  expect((await ask('POST', `/qualifications/${id}/submit`, shown)).status).toBe(200)
  const check = `/senders/check?account=${applicant.accountId}&signature=${encodeURIComponent('小明书屋')}&carrier=CMCC&use=NOTIFICATION`
  const gate = async () => ((await (await ask('GET', check)).json()) as { reason: string | null }).reason
  const play = async (what: string, body: unknown) =>
    PlayedAnswer.parse(await (await ask('POST', `/test/qualifications/${id}/${what}`, body)).json()).status
  expect(await gate()).toBe('NOT_QUALIFIED')
  expect(await play('decision', { outcome: 'APPROVED' })).toBe('APPROVED')
  expect(await gate()).toBe('NOT_FILED_WITH_CARRIER')
  expect(await play('filings', { carrier: 'CMCC', state: 'FAILED' })).toBe('APPROVED')
  expect(await gate()).toBe('FILING_FAILED')
  expect(await play('filings', { carrier: 'CMCC', state: 'EFFECTIVE' })).toBe('APPROVED')
  expect(await gate()).toBe(null)
  expect(await play('standing', { act: 'SUSPENDED' })).toBe('SUSPENDED')
  expect(await gate()).toBe('SUSPENDED')
  expect(await play('standing', { act: 'RESUMED' })).toBe('APPROVED')
  expect(await gate()).toBe(null)
  expect(await play('standing', { act: 'REVOKED' })).toBe('REVOKED')
  expect(await gate()).toBe('REVOKED')
  const again = await refusalOf(await ask('POST', `/test/qualifications/${id}/decision`, { outcome: 'APPROVED' }))
  expect(again).toMatchObject({ status: 409, code: 'INVALID_STATE' })
  const events = await database().auditEvent.findMany({ where: { subjectId: id, actorKind: 'CLIENT' } })
  expect(events.length).toBeGreaterThan(6)
  expect(events.every(({ isTest }) => isTest)).toBe(true)
})

test('a key plays the clock: what expired is renewed, and nothing else is done to it', async () => {
  const id = await aSubmittedTest()
  const play = (what: string, body: unknown) => ask('POST', `/test/qualifications/${id}/${what}`, body)
  expect(await refusalOf(await play('standing', { act: 'EXPIRED' }))).toMatchObject({ code: 'INVALID_STATE' })
  await play('decision', { outcome: 'APPROVED' })
  const expired = await play('standing', { act: 'EXPIRED' })
  expect(PlayedAnswer.parse(await expired.json())).toMatchObject({ id, status: 'EXPIRED' })
  for (const act of ['EXPIRED', 'REVOKED']) {
    expect(await refusalOf(await play('standing', { act }))).toMatchObject({ status: 409, code: 'INVALID_STATE' })
  }
  expect((await ask('POST', `/qualifications/${id}/renew`)).status).toBe(201)
})

test('a played decision that is repeated is answered as the first, and done once', async () => {
  const id = await aSubmittedTest()
  const path = `${API}/test/qualifications/${id}/decision`
  const { headers, ...sent } = posted({ outcome: 'REJECTED' })
  const init = { ...sent, headers: { ...headers, 'Idempotency-Key': randomUUID() } }
  const [first, second] = [await api.ask(path, secret, init), await api.ask(path, secret, init)]
  expect(await first.text()).toBe(await second.text())
  expect(first.status).toBe(200)
})
