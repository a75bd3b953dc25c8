import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { closeRefusalCounts } from '@/lib/audit/close-refusal-counts'
import { database } from '@/lib/db/client'
import { revokeApiKey } from '@/lib/integrations/revoke-api-key'
import { anApiKey } from '@/tests/factories/api-keys'
import { anAdministrator } from '@/tests/factories/people'
import { type ApiServer, posted, queryOf, startApi } from '@/tests/setup/api-server'

const SENDER = { account: crypto.randomUUID(), signature: '小明书屋', carrier: 'CMCC', use: 'NOTIFICATION' }

let api: ApiServer
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api?.stop())

const gate = async (secret: string) => {
  const answer = await api.ask(queryOf(SENDER), secret)
  return ((await answer.json()) as { code?: string }).code ?? answer.status
}
const countsOf = (actorId: string) => database().refusalCount.findMany({ where: { actorId } })
const total = async (actorId: string) => (await countsOf(actorId)).reduce((sum, { count }) => sum + count, 0)
const eventsOf = (actorId: string) =>
  database().auditEvent.findMany({ where: { actorId, actorKind: 'CLIENT' }, orderBy: { at: 'asc' } })

test('a burst of refusals is one write at once and one a minute, and each of them is counted', async () => {
  const { id, secret } = await anApiKey({ scopes: ['QUEUE_READ'] })
  for (let n = 0; n < 20; n += 1) expect(await gate(secret)).toBe('SCOPE_MISSING')
  await expect.poll(() => total(id)).toBe(1) // nobody waited for it
  await api.countRefusals()
  expect(await total(id)).toBe(20)
  await database()
    .$executeRaw`UPDATE refusal_counts SET minute = minute - interval '5 minutes' WHERE actor_id = ${id}::uuid`
  await closeRefusalCounts()
  const events = await eventsOf(id)
  const data = { act: 'api.checkSender', code: 'SCOPE_MISSING' }
  for (const event of events) expect(event).toMatchObject({ isTest: false, subjectId: null, data })
  // A minute that ends in between has a first one of its own.
  const first = events.filter(({ action }) => action === 'act.refused').length
  const counted = events.filter(({ action }) => action === 'act.refusals_counted')
  expect(first).toBeLessThanOrEqual(2)
  const said = counted.reduce((sum, event) => sum + (event.data as { count: number }).count - 1, 0)
  expect(said + first).toBe(20)
})

test('a key that was revoked is known, and one that nobody made is not', async () => {
  const { id, secret } = await anApiKey({ isTest: true })
  await revokeApiKey(await anAdministrator(), { keyId: id })
  expect(await gate(secret)).toBe('KEY_REVOKED')
  expect(await gate(`zx_live_${randomBytes(32).toString('base64url')}`)).toBe('KEY_UNKNOWN')
  await api.countRefusals()
  expect(await database().refusalCount.count({ where: { code: 'KEY_UNKNOWN' } })).toBe(0)
  expect(await eventsOf(id)).toMatchObject([
    { action: 'act.refused', isTest: true, data: { act: 'api.checkSender', code: 'KEY_REVOKED' } },
  ])
})

test('what is wrong in a request, or not there, is no event', async () => {
  const { id, secret } = await anApiKey({ scopes: ['SENDERS_CHECK', 'QUALIFICATIONS_READ', 'QUALIFICATIONS_WRITE'] })
  const path = `/api/v1/qualifications/${crypto.randomUUID()}`
  const headers = { 'Idempotency-Key': 'a' }
  const answers = [
    await api.ask('/api/v1/senders/check?account=1', secret),
    await api.ask(path, secret),
    await api.ask(`${path}/withdraw`, secret, { method: 'POST', headers }),
    await api.ask('/api/v1/qualifications', secret, { ...posted('{'), headers }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([400, 404, 404, 415])
  await api.countRefusals()
  expect(await eventsOf(id)).toEqual([])
})
