import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ApiScope } from '@/lib/db/generated/enums'
import { SenderAnswer, SenderAnswers } from '@/lib/integrations/gate/schemas'
import { anApiKey } from '@/tests/factories/api-keys'
import { type ApiServer, CHECK, posted, startApi } from '@/tests/setup/api-server'
import { sendRaw } from '@/tests/setup/raw'
import { API } from './operation'
import { OPERATIONS } from './operations/all'
import { Problem } from './refusals'

/** Any request is answered as the description says: never by a 500, and never with another text than was sent. */

const ACCOUNT = '0198c7a2-5d3e-7b1f-9c64-2f8e1a7b3d50'
const FIELDS = { account: ACCOUNT, signature: '小明书屋', carrier: 'CMCC', use: 'NOTIFICATION' }
const QUERY = new URLSearchParams(FIELDS).toString()

let api: ApiServer
let secret: string
beforeAll(async () => {
  api = await startApi({ checks: { quota: 1e9, seconds: 10 }, misses: { quota: 1e9, seconds: 60 } })
  secret = (await anApiKey()).secret
})
afterAll(() => api?.stop())

async function faultsOf(asked: Promise<Response>) {
  const { status, code, errors = [] } = Problem.parse(await (await asked).json())
  return [status, code, ...errors.map(({ parameter, pointer }) => parameter ?? pointer)]
}

test.each([
  ['', ['account', 'signature', 'carrier', 'use']],
  [`${QUERY}&extra=1`, ['extra']],
  [`${QUERY}&__proto__=1`, ['__proto__']],
  [`${QUERY}&=1`, ['']],
  [`${QUERY}&use=NOTIFICATION`, ['use']],
  [`${QUERY}&%75se=NOTIFICATION`, ['use']],
  [QUERY.replace('CMCC', 'cmcc'), ['carrier']],
  [QUERY.replace(ACCOUNT, '1'), ['account']],
  [QUERY.replace(ACCOUNT, `${ACCOUNT}%00`), ['account']],
  [QUERY.replace(/signature=[^&]*/, 'signature='), ['signature']],
  [QUERY.replace(/signature=[^&]*/, 'signature=a%00'), ['signature']],
  [QUERY.replace(/signature=[^&]*/, 'signature=%FF'), ['signature']],
  [QUERY.replace(/signature=[^&]*/, 'signature=%ED%A0%80'), ['signature']],
  [QUERY.replace(/signature=[^&]*/, 'signature=%E5%B0'), ['signature']],
  [QUERY.replace(/signature=[^&]*/, 'signature=%'), ['signature']],
  [QUERY.replace(/signature=[^&]*/, `signature=${'a'.repeat(101)}`), ['signature']],
  [`${QUERY}&${'a'.repeat(4_096)}=1`, ['']],
  [QUERY.replace(/&/g, ';'), ['account', 'signature', 'carrier', 'use']],
])('?%s', async (query, places) => {
  expect(await faultsOf(api.ask(`${CHECK}?${query}`, secret))).toEqual([400, 'INVALID_INPUT', ...places])
})

const IN_PATHS = OPERATIONS.flatMap(({ id, method, path }) =>
  [...path.matchAll(/\{\w+\}/g)].map(([name]) => ({ id, method, path, name })),
)

test.each(IN_PATHS)('$id takes no text in its path that a column can’t hold: $name', async ({ method, path, name }) => {
  const anyone = (await anApiKey({ scopes: Object.values(ApiScope) })).secret
  for (const step of ['%00', 'a%00', '%E7%94%B2%00']) {
    const target = API + path.replace(name, step).replace(/\{\w+\}/g, ACCOUNT)
    const [status, code, parameter] = await faultsOf(api.ask(target, anyone, { method }))
    expect([status, code, parameter]).toEqual([400, 'INVALID_INPUT', name.slice(1, -1)])
  }
})

const deep = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

test.each([
  ['', ['']],
  ['{', ['']],
  ['null', ['']],
  ['[]', ['']],
  ['{"checks":{}}', ['/checks']],
  ['{"checks":[null]}', ['/checks/0']],
  [JSON.stringify({ checks: [FIELDS], extra: 1 }), ['/extra']],
  [JSON.stringify({ checks: [{ ...FIELDS, 'a/b~c': 1 }] }), ['/checks/0/a~1b~0c']],
  [JSON.stringify({ checks: [FIELDS] }).replace('"use"', '"__proto__":{},"use"'), ['/checks/0/__proto__']],
  [JSON.stringify({ checks: [{ ...FIELDS, signature: 7 }] }), ['/checks/0/signature']],
  [JSON.stringify({ checks: [{ ...FIELDS, signature: '\ud800' }] }), ['/checks/0/signature']],
  [JSON.stringify({ checks: [{ ...FIELDS, signature: 'a\u0000' }] }), ['/checks/0/signature']],
  [JSON.stringify({ checks: [{ ...FIELDS, account: [ACCOUNT] }] }), ['/checks/0/account']],
  [`{"checks":${deep(50_000)}}`, ['/checks/0']],
  [deep(500_000), ['']],
])('%.60s', async (body, places) => {
  expect(await faultsOf(api.ask(CHECK, secret, posted(body)))).toEqual([400, 'INVALID_INPUT', ...places])
})

test('a body in another encoding than UTF-8, of another kind, packed or too big', async () => {
  const send = (body: BodyInit, more: Record<string, string> = {}) =>
    api.ask(CHECK, secret, { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...more } })
  const bytes = Buffer.from(JSON.stringify({ checks: [FIELDS] }))
  expect((await send(bytes, { 'Content-Type': 'application/json; charset=UTF-8' })).status).toBe(200)
  expect(await faultsOf(send(Buffer.concat([bytes.subarray(0, -1), Buffer.from([0xff, 0x7d])])))).toEqual([
    ...[400, 'INVALID_INPUT', ''],
  ])
  for (const type of ['text/plain', 'application/json; charset=gbk', 'application/x-www-form-urlencoded', '']) {
    expect(await faultsOf(send(bytes, { 'Content-Type': type })), type).toEqual([415, 'MEDIA_TYPE_NOT_SUPPORTED'])
  }
  expect(await faultsOf(send(bytes, { 'Content-Encoding': 'gzip' }))).toEqual([415, 'MEDIA_TYPE_NOT_SUPPORTED'])
  expect(await faultsOf(api.ask(`${CHECK}?${QUERY}`, secret, posted({ checks: [FIELDS] })))).toEqual([
    ...[400, 'INVALID_INPUT', ''],
  ])
  const headers = { Authorization: `Bearer ${secret}`, 'Content-Type': 'application/json' }
  const big = { 'Content-Length': 2 ** 20 + 1 }
  const announced = await sendRaw(api.url, { path: CHECK, headers: { ...headers, ...big } })
  expect([announced.status, announced.text]).toEqual([413, expect.stringContaining('BODY_TOO_BIG')])
  const chunk = `${(2 ** 18).toString(16)}\r\n${' '.repeat(2 ** 18)}\r\n`
  const inChunks = { ...headers, 'Transfer-Encoding': 'chunked' }
  const streamed = await sendRaw(api.url, { path: CHECK, headers: inChunks, body: `${chunk.repeat(5)}0\r\n\r\n` })
  expect([streamed.status, streamed.text]).toEqual([413, expect.stringContaining('BODY_TOO_BIG')])
  const cut = await sendRaw(api.url, { path: CHECK, headers: { ...headers, 'Content-Length': 500 }, isCut: true })
  expect([0, 400]).toContain(cut.status)
})

const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }))
const value = (known: string) => fc.oneof({ weight: 3, arbitrary: fc.constant(known) }, text)
const field = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...Object.keys(FIELDS)) }, text)

test('any query is answered as described', async () => {
  const pair = fc.tuple(field, fc.oneof(...Object.values(FIELDS).map(value)))
  const pairs = fc.oneof(
    fc.array(pair),
    fc.record({ signature: value('甲') }).map((one) => Object.entries({ ...FIELDS, ...one })),
  )
  await fc.assert(
    fc.asyncProperty(pairs, fc.string(), async (sent, tail) => {
      const query = new URLSearchParams(sent.map(([name, given]) => [name.toWellFormed(), given.toWellFormed()]))
      const answer = await api.ask(`${CHECK}?${query}${encodeURI(tail.toWellFormed())}`, secret)
      const body: unknown = await answer.json()
      if (answer.status === 200) SenderAnswer.parse(body)
      else expect(Problem.parse(body)).toMatchObject({ status: 400, code: 'INVALID_INPUT' })
    }),
    { numRuns: 300 },
  )
})

test('any body is answered as described', async () => {
  const check = fc.record({
    account: value(ACCOUNT),
    signature: value('甲'),
    carrier: value('CUCC'),
    use: value('MARKETING'),
  })
  const body = fc.oneof(
    fc.record({ checks: fc.array(check, { minLength: 1 }) }).map((sent) => JSON.stringify(sent)),
    fc.json(),
    fc.uint8Array(),
  )
  await fc.assert(
    fc.asyncProperty(body, async (sent) => {
      const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: sent as BodyInit }
      const answer = await api.ask(CHECK, secret, init)
      const heard: unknown = await answer.json()
      if (answer.status === 200) SenderAnswers.parse(heard)
      else expect(Problem.parse(heard)).toMatchObject({ status: 400, code: 'INVALID_INPUT' })
    }),
    { numRuns: 300 },
  )
})
