import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { ApiScope } from '@/lib/db/generated/enums'
import { API_VERSIONS } from '@/lib/integrations/api-versions'
import { anApiKey } from '@/tests/factories/api-keys'
import { type ApiServer, CHECK, posted, queryOf, startApi } from '@/tests/setup/api-server'
import { API } from './operation'
import { OPERATIONS } from './operations/all'
import { Problem } from './refusals'

const SENDER = { account: randomUUID(), signature: '小明书屋', carrier: 'CMCC', use: 'NOTIFICATION' }

/** One request of each way in which a version is read. */
const EDGES = [
  ['an operation of the table', `${API}/policies/current`, {}],
  ['the gate', queryOf(SENDER), {}],
  ['the gate, asked about several', CHECK, posted({ checks: [SENDER] })],
  ['the snapshot', `${API}/senders`, {}],
] as const

let api: ApiServer
let key: { id: string; secret: string }
let feed: string
beforeAll(async () => {
  api = await startApi({ requests: { quota: 1e9, seconds: 60 } })
  key = await anApiKey({ scopes: Object.values(ApiScope) })
  const snapshot = await api.ask(`${API}/senders`, key.secret)
  feed = `${API}/changes?after=${((await snapshot.json()) as { changes: string }).changes}`
})
afterAll(() => api?.stop())

const ask = (path: string, init: RequestInit, ...versions: string[]) => {
  const headers = new Headers(init.headers)
  for (const version of versions) headers.append('Zhunxin-Version', version)
  return api.ask(path, key.secret, { ...init, headers })
}
const pinned = async () => API_VERSIONS[(await database().apiKey.findUniqueOrThrow({ where: { id: key.id } })).version]

async function expectVersions(path: string, init: RequestInit) {
  const version = await pinned()
  for (const asked of [[], [version]]) {
    const answer = await ask(path, init, ...asked)
    expect([answer.status, answer.headers.get('zhunxin-version')], asked.join()).toEqual([200, version])
  }
}

test.each(EDGES)('%s answers in the version of its key, or the one that a request asks for', async (_, path, init) => {
  await expectVersions(path, init)
})

test('the feed does so, too', async () => {
  await expectVersions(feed, {})
})

describe.each(OPERATIONS.filter(({ scope }) => scope !== null).map((one) => [one.id, one] as const))('%s', (_, one) => {
  test.each([
    ['that nobody knows', ['2099-01-01']],
    ['before the first', ['2026-11-27']],
    ['that is empty', ['']],
    ['that is a word of objects', ['constructor']],
    ['spelt as the portal stores it', ['V2026_11_28']],
    ['twice', ['2026-11-28', '2026-11-28']],
  ])('refuses a version %s, and says which there are', async (_version, versions) => {
    const path = API + one.path.replaceAll(/\{\w+\}/g, () => randomUUID())
    const message = one.inputs.body ? posted({}) : {}
    const answer = await ask(path, { ...message, method: one.method }, ...versions)
    const { code, errors } = Problem.parse(await answer.json())
    expect([answer.status, code]).toEqual([400, 'INVALID_INPUT'])
    const known = Object.values(API_VERSIONS).join(', ')
    expect(errors).toEqual([{ detail: `One of: ${known}`, parameter: 'Zhunxin-Version' }])
    expect(answer.headers.get('zhunxin-version')).toBeNull()
  })
})

test('the description needs no key, and asks for no version', async () => {
  expect((await api.ask(`${API}/openapi.json`, null, { headers: { 'Zhunxin-Version': '2099-01-01' } })).status).toBe(
    200,
  )
})
