import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { CONSENT_KEYS } from '@/lib/accounts/consents/consents'
import { database } from '@/lib/db/client'
import { API_VERSIONS } from '@/lib/integrations/api-versions'
import { secretHash } from '@/lib/integrations/secret'
import { API, type Operation, PDF } from '@/lib/web/api/operation'
import { OPERATIONS } from '@/lib/web/api/operations/all'
import { type ApiCode, Problem, REFUSALS } from '@/lib/web/api/refusals'
import { anApiKey } from '@/tests/factories/api-keys'
import { type ApiServer, posted, startApi } from '@/tests/setup/api-server'
import { aCustomer, type Caller, type Customer, callersOf, makeTest, type Sign } from './callers'
import { expectDescribedHeaders } from './headers'
import { ROWS, type Row, type Sent } from './rows'

/** These tests try who may do what by the API: every operation, called with every kind of key (docs/api.md). */

vi.stubEnv('CONSENT_ATTESTATION', CONSENT_KEYS.join())

const MANY = { quota: 1e9, seconds: 60 }
let api: ApiServer
beforeAll(async () => {
  api = await startApi({ checks: MANY, changes: MANY, filings: MANY, requests: MANY, misses: MANY })
})
afterAll(() => api?.stop())

test('every operation has a row, and every row an operation', () => {
  expect(Object.keys(ROWS).toSorted()).toEqual(OPERATIONS.map(({ id }) => id).toSorted())
})

function ask(
  server: ApiServer,
  one: Operation,
  sent: Sent,
  { secret, from }: { secret: string | null; from?: string },
) {
  const path = one.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(sent.path?.[name] ?? ''))
  const query = sent.query ? `?${new URLSearchParams(sent.query)}` : ''
  const { headers = {}, ...message } =
    sent.body instanceof FormData ? { body: sent.body } : one.inputs.body ? posted(sent.body) : {}
  const all = { ...headers, ...sent.headers, 'Idempotency-Key': randomUUID() }
  const init = { ...message, method: one.method, headers: all }
  return server.ask(`${API}${path}${query}`, secret, { ...init, ...(from ? { from } : {}) })
}

/** Nobody is refused what needs no key, and what is about no account is answered to keys of any. */
function wantedOf(
  one: Operation,
  row: Row,
  { sign, ofTest }: Caller,
): Exclude<Sign, 'FOREIGN' | 'UNKNOWN'> | 'HIDDEN' | RegExp {
  if (one.scope === null) return 'DONE'
  if (row.isTest && (sign === 'DONE' || sign === 'FOREIGN' || ofTest)) return 'TEST_KEY_NEEDED'
  if (sign !== 'FOREIGN' && sign !== 'UNKNOWN') return sign
  const answered = (sign === 'UNKNOWN' && row.unknown) || row.foreign
  return answered === 'SAME' ? 'DONE' : answered
}

type Arranged = { customer: Customer; sent: Sent }

async function arrange(row: Row, isTest = false): Promise<Arranged> {
  const customer = await aCustomer()
  const sent = await row.arrange(customer)
  if (isTest) await makeTest(customer)
  return { customer, sent }
}

async function expectCell(one: Operation, row: Row, { caller, customer, sent }: Arranged & { caller: Caller }) {
  const secret = await caller.keyFor(customer)
  const [before, answer] = [await eventsBy(secret), await ask(api, one, sent, { ...caller, secret })]
  const text = await answer.text()
  expectDescribedHeaders(one, answer)
  const wanted = wantedOf(one, row, caller)
  const isHidden = wanted === 'HIDDEN' || wanted instanceof RegExp
  if (wanted === 'DONE' || isHidden) {
    const schema = one.answers[answer.status]?.schema
    expect(schema, text).toBeDefined()
    if (schema === PDF) expect(text).toMatch(/^%PDF-/)
    else schema?.parse(JSON.parse(text))
    if (isHidden) {
      if (wanted instanceof RegExp) expect(text).toMatch(wanted)
      expect(text).not.toContain(customer.accountId)
      expect(await eventsBy(secret)).toBe(before)
    }
    if (one.scope === null) return
    expect(answer.headers.get('ratelimit')).toMatch(/^"\w+";r=\d+;t=\d+$/)
    expect(Object.values(API_VERSIONS)).toContain(answer.headers.get('zhunxin-version'))
    return
  }
  const { status, code } = Problem.parse(JSON.parse(text))
  expect([answer.status, code]).toEqual([status, wanted])
  expect(text).not.toContain(customer.accountId)
  expect(await eventsBy(secret), 'what is refused does nothing').toBe(before)
  await expectRefusalEvents(secret, { act: `api.${one.id}`, code })
}

const RECORDED = [401, 403]

/** Expects an event for what a key may not do, and none for any other refusal. */
async function expectRefusalEvents(secret: string | null, data: { act: string; code: ApiCode }) {
  const key = await keyOf(secret)
  if (!key) return
  await api.countRefusals()
  const events = await database().auditEvent.findMany({
    where: { actorKind: 'CLIENT', actorId: key.id, action: 'act.refused', data: { equals: data } },
  })
  if (!RECORDED.includes(REFUSALS[data.code][0])) return expect(events).toEqual([])
  expect(events.length).toBeGreaterThan(0)
  expect(events.every(({ isTest }) => isTest === key.isTest)).toBe(true)
}

async function keyOf(secret: string | null) {
  const hash = secret === null ? null : secretHash(secret)
  return hash && database().apiKey.findUnique({ where: { secretHash: new Uint8Array(hash) } })
}

/** Counts what a key did. */
async function eventsBy(secret: string | null): Promise<number> {
  const key = await keyOf(secret)
  const where = { actorKind: 'CLIENT' as const, actorId: key?.id ?? '', NOT: { action: 'act.refused' } }
  return key ? database().auditEvent.count({ where }) : 0
}

describe.each(OPERATIONS.map((one) => [one.id, one] as const))('%s', (id, one) => {
  const row = ROWS[id]
  if (!row) return
  const callers = callersOf(one.scope ?? 'SENDERS_CHECK', row.also)
  const isDone = (caller: Caller) => wantedOf(one, row, caller) === 'DONE'
  const named = (some: Caller[]) => some.map((caller) => [caller.name, caller] as const)

  let shared: Arranged
  beforeAll(async () => {
    shared = await arrange(row)
  })
  test.each(named(callers.filter((caller) => !isDone(caller))))('%s: not', async (_, caller) =>
    expectCell(one, row, { caller, ...(caller.ofTest ? await arrange(row, true) : shared) }),
  )
  test.each(named(callers.filter(isDone)))('%s', async (_, caller) =>
    expectCell(one, row, { caller, ...(one.method === 'GET' ? shared : await arrange(row)) }),
  )
})

test.each(OPERATIONS.filter(({ scope }) => scope !== null).map((one) => [one.id, one] as const))(
  '%s says when to come again',
  async (id, one) => {
    const none = { quota: 0, seconds: 1_000_000_000 } // longer than a test takes: no window ends in between
    const full = await startApi({ checks: none, changes: none, filings: none, requests: none })
    try {
      const { secret } = await anApiKey({ scopes: one.scope ? [one.scope] : [] })
      const sent = await ROWS[id]?.arrange(await aCustomer())
      const answer = await ask(full, one, sent ?? {}, { secret })
      expect([answer.status, Problem.parse(await answer.json()).code]).toEqual([429, 'RATE_LIMITED'])
      expectDescribedHeaders(one, answer)
      expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/)
      expect(answer.headers.get('ratelimit')).toMatch(/^"\w+";r=0;t=\d+$/)
      expect(answer.headers.get('ratelimit-policy')).toMatch(/^"\w+";q=0;w=\d+$/)
    } finally {
      await full.stop()
    }
  },
)
