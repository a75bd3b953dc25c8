import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { digestUnder } from '@/lib/integrations/changes/read-senders'
import { Changes, Senders } from '@/lib/integrations/changes/schemas'
import { revokeApiKey } from '@/lib/integrations/revoke-api-key'
import { resumeQualification } from '@/lib/qualifications/standing/resume-qualification'
import { suspendQualification } from '@/lib/qualifications/standing/suspend-qualification'
import { anApiKey } from '@/tests/factories/api-keys'
import { anAdministrator } from '@/tests/factories/people'
import { someStaff } from '@/tests/factories/review'
import { anApprovedSender } from '@/tests/factories/senders'
import { type ApiServer, startApi } from '@/tests/setup/api-server'
import { Problem } from './refusals'

const FOLLOWS = { scopes: ['CHANGES_READ' as const] }
let api: ApiServer
let secret: string
let sender: Awaited<ReturnType<typeof anApprovedSender>>
let other: typeof sender
beforeAll(async () => {
  api = await startApi()
  secret = (await anApiKey(FOLLOWS)).secret
  sender = await anApprovedSender()
  other = await anApprovedSender()
})
afterAll(() => api?.stop())

type Asked = Record<string, string | number>
const ask = (path: string, query: Asked, key: string, server = api) =>
  server.ask(
    `/api/v1/${path}?${new URLSearchParams(Object.entries(query).map(([name, one]) => [name, `${one}`]))}`,
    key,
  )
const changes = async (query: Asked, key = secret, server = api) =>
  Changes.parse(await (await ask('changes', query, key, server)).json())
const senders = async (query: Asked = {}, key = secret) =>
  Senders.parse(await (await ask('senders', query, key)).json())
const refusalOf = async (answer: Response) => {
  const { status, code, errors = [] } = Problem.parse(await answer.json())
  return [status, code, ...errors.map(({ parameter }) => parameter)]
}

async function suspend({ id: qualificationId }: typeof sender): Promise<void> {
  const admin = await someStaff({ roles: ['ADMIN'] })
  await suspendQualification(admin, { qualificationId, reason: 'COMPLAINTS', note: null })
}
async function suspendAndResume(one: typeof sender): Promise<void> {
  await suspend(one)
  const admin = await someStaff({ roles: ['ADMIN'] })
  await resumeQualification(admin, { qualificationId: one.id, reason: 'RESOLVED', note: null })
}

test('pages of a snapshot have one cursor, from which changes are followed', async () => {
  const [first, whole] = [await senders({ limit: 1 }), await senders()]
  const second = await senders({ limit: 1, cursor: first.next ?? '' })
  expect([first.accounts, second.accounts].flat()).toEqual(whole.accounts)
  expect([second.changes, second.next, whole.next]).toEqual([first.changes, null, null])
  await suspendAndResume(other)
  const { changes: changed, cursor, more } = await changes({ after: first.changes })
  expect([changed, more]).toEqual([whole.accounts.filter(({ account }) => account === other.check.account), false])
  expect(await changes({ after: cursor })).toEqual({ changes: [], cursor, more: false })
})

test('a change ends the wait of all who wait, and others are answered when their time is over', async () => {
  const { changes: after } = await senders()
  const waiting = Array.from({ length: 30 }, () => changes({ after, wait: 30 }))
  await Promise.race([...waiting, changes({ after, wait: 1 })]) // by then they wait
  await suspendAndResume(sender)
  for (const { changes: changed } of await Promise.all(waiting)) expect(changed[0]?.account).toBe(sender.check.account)
})

test('a key of one account hears of no other', async () => {
  const { secret: own } = await anApiKey({ ...FOLLOWS, accountId: sender.check.account })
  const { accounts, changes: after } = await senders({}, own)
  expect(accounts.map(({ account }) => account)).toEqual([sender.check.account])
  await suspendAndResume(other)
  const missed = await changes({ after, wait: 1 }, own)
  expect(missed).toMatchObject({ changes: [], more: false })
  await suspendAndResume(sender)
  const heard = await changes({ after: missed.cursor }, own)
  expect(heard.changes.map(({ account }) => account)).toEqual([sender.check.account])
})

const ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

test('a signature is a digest under the key that asks, and nothing else says whose it is', async () => {
  const { secret: next } = await anApiKey(FOLLOWS)
  for (const key of [secret, next]) {
    const answer = await ask('senders', {}, key)
    const text = await answer.text()
    const { accounts } = Senders.parse(JSON.parse(text))
    const [listed] = accounts.find(({ account }) => account === sender.check.account)?.senders ?? []
    expect(listed?.signature).toBe(digestUnder(key, sender.check.account, '小明书屋'))
    const clear = text.replaceAll(/"signature":"[^"]*"/g, '').replaceAll(ID, '') // a digest and an id have any characters
    expect(clear).not.toMatch(/小明|ZX-|\d{11}/)
  }
})

test('a key that is revoked while it waits is answered nothing', async () => {
  const { id: keyId, secret: revoked } = await anApiKey(FOLLOWS)
  const { changes: after } = await senders()
  const waiting = ask('changes', { after, wait: 30 }, revoked)
  await revokeApiKey(await anAdministrator(), { keyId })
  await suspendAndResume(sender)
  expect(await refusalOf(await waiting)).toEqual([401, 'KEY_REVOKED'])
})

test('a cursor of another copy of the database, or none, is refused', async () => {
  expect(await refusalOf(await ask('changes', { after: crypto.randomUUID() }, secret))).toEqual([410, 'CURSOR_UNKNOWN'])
  const waiting = await database().senderChange.create({ data: { accountId: crypto.randomUUID() } })
  await senders()
  expect((await changes({ after: waiting.id })).changes).toEqual([])
})

test('another scope does not do', async () => {
  const { secret: checks } = await anApiKey()
  for (const path of ['changes', 'senders']) {
    expect(await refusalOf(await ask(path, {}, checks))).toEqual([403, 'SCOPE_MISSING'])
  }
})

const NOWHERE = crypto.randomUUID()

test.each([
  ['changes', {}, ['after']],
  ['changes', { after: 'x' }, ['after']],
  ['changes', { after: NOWHERE, wait: 31 }, ['wait']],
  ['changes', { after: NOWHERE, wait: -1 }, ['wait']],
  ['changes', { after: NOWHERE, wait: '1e1' }, ['wait']],
  ['changes', { after: NOWHERE, limit: 0 }, ['limit']],
  ['changes', { after: NOWHERE, limit: 1_001 }, ['limit']],
  ['changes', { after: NOWHERE, cursor: 1 }, ['cursor']],
  ['senders', { cursor: NOWHERE }, ['cursor']],
  ['senders', { cursor: `${NOWHERE}.${'-'.repeat(36)}` }, ['cursor']],
  ['senders', { limit: '' }, ['limit']],
])('%s?%j', async (path, query, places) => {
  expect(await refusalOf(await ask(path, query, secret))).toEqual([400, 'INVALID_INPUT', ...places])
})

test('any query is answered as described', async () => {
  const uuid = fc.oneof(fc.uuid(), fc.constant((await senders()).changes))
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    uuid,
    fc.tuple(uuid, uuid).map((both) => both.join('.')),
    fc.nat().map(String),
  )
  const name = fc.oneof(fc.constantFrom('after', 'limit', 'cursor'), fc.string())
  const path = fc.constantFrom('changes', 'senders')
  await fc.assert(
    fc.asyncProperty(path, fc.array(fc.tuple(name, text), { maxLength: 3 }), async (asked, pairs) => {
      const query = new URLSearchParams(pairs.map(([key, value]) => [key.toWellFormed(), value.toWellFormed()]))
      const answer = await api.ask(`/api/v1/${asked}?${query}`, secret)
      const body: unknown = await answer.json()
      if (answer.status === 200) (asked === 'changes' ? Changes : Senders).parse(body)
      else expect([400, 410]).toContain(Problem.parse(body).status)
    }),
    { numRuns: 300 },
  )
})

test('more waits of one key than there may be are refused, and those who leave make room', async () => {
  const { secret: crowd } = await anApiKey(FOLLOWS)
  const { changes: after } = await senders()
  const leaving = new AbortController()
  const query = new URLSearchParams({ after, wait: '30' })
  const waiting = Array.from({ length: 210 }, () =>
    api.ask(`/api/v1/changes?${query}`, crowd, { signal: leaving.signal }).catch(() => null),
  )
  const isFull = async () => (await ask('changes', { after, wait: 1 }, crowd)).status === 429
  await expect.poll(isFull).toBe(true)
  expect((await ask('changes', { after, wait: 0 }, crowd)).status).toBe(200)
  expect((await ask('changes', { after, wait: 1 }, secret)).status).toBe(200)
  leaving.abort()
  await Promise.all(waiting)
  await expect.poll(isFull).toBe(false)
})

test('a portal that stops answers those who wait', async () => {
  const stopping = await startApi()
  const { changes: after } = await senders()
  const waiting = changes({ after, wait: 30 }, secret, stopping)
  await changes({ after, wait: 1 }, secret, stopping)
  await stopping.stop()
  expect(await waiting).toEqual({ changes: [], cursor: after, more: false })
})
