import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { ApiScope } from '@/lib/db/generated/enums'
import { aClient } from '@/tests/factories/api-keys'
import { aColleague } from '@/tests/factories/people'
import { anApprovedSender } from '@/tests/factories/senders'
import { cookieFor } from '@/tests/setup/http'
import { type System, startSystem } from '@/tests/setup/system'

let system: System
let secret: string
let account: string
let signature: string
let pageWithoutKeys: string

beforeAll(async () => {
  system = await startSystem({ LOG_LEVEL: 'debug' })
  const { name, value } = await cookieFor((await aColleague({ roles: ['ADMIN'] })).actor.sessionId)
  const headers = { cookie: `${name}=${value}`, 'accept-language': 'en' }
  pageWithoutKeys = await (await fetch(new URL('/integrations', system.portal.url), { headers })).text()
  const sender = await anApprovedSender()
  account = sender.check.account
  signature = sender.senderSignatureId
  secret = (await aClient({ scopes: Object.values(ApiScope) })).secret
})
afterAll(() => system?.stop())

test('before the first key the page says what keys are for', () => {
  expect(pageWithoutKeys).toContain('No keys yet')
})

const DOCUMENT = readFileSync('docs/api.md', 'utf8')
/** The commands of the quick start, each with the answer that is shown below it. */
const EXAMPLES = [...DOCUMENT.matchAll(/```sh\n(curl [^`]+)```\n\n```json\n([^`]+)```/g)].map(
  ([, command, answer]) => ({
    command: command ?? '',
    answer: answer ?? '',
  }),
)

/** Replaces what differs each time. */
const sameEachTime = (json: string): unknown =>
  JSON.parse(
    json
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'id')
      .replace(/"signature":\s*"[\w-]{43}"/g, '"signature":"digest"')
      .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, 'time')
      .replace(/ZX-\d{8}-[0-9A-Z]{6}/g, 'reference'),
  )

test('the quick start has its examples', () => {
  expect(EXAMPLES).toHaveLength(DOCUMENT.split('```json').length - 1)
  expect(EXAMPLES.length).toBeGreaterThan(2)
})

test.each(EXAMPLES)('$command', async ({ command, answer }) => {
  const { id: first } = await database().senderChange.findFirstOrThrow({ where: { position: 0n } })
  const names = { ZHUNXIN: system.portal.address, KEY: secret, ACCOUNT: account, CURSOR: first, SIGNATURE: signature }
  const env = { ...process.env, ...names }
  const { stdout } = await promisify(execFile)('sh', ['-ec', command], { env })
  expect(sameEachTime(stdout)).toEqual(sameEachTime(answer))
})

test('the description is served, and needs no key', async () => {
  const answer = await fetch(new URL('/api/v1/openapi.json', system.portal.url))
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json'])
  expect(await answer.json()).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) })
})

test('a request is a line of the log by its pattern, without key, account or signature', async () => {
  const query = new URLSearchParams({ account, signature: '夜航船', carrier: 'CMCC', use: 'NOTIFICATION' })
  const ask = (key: string, id: string) =>
    fetch(new URL(`/api/v1/senders/check?${query}`, system.portal.address), {
      headers: { authorization: `Bearer ${key}`, 'x-request-id': id },
    })
  const answers = [await ask(secret, 'a'), await ask(`${secret.slice(0, -1)}!`, 'b')]
  for (const answer of answers) {
    const id = answer.headers.get('x-request-id') ?? ''
    const line = await system.portal.said(new RegExp(`.*${id}.*"msg":"request".*`))
    expect(JSON.parse(line[0])).toMatchObject({ route: '/api/v1/senders/check', status: answer.status })
  }
  const output = system.portal.output()
  for (const text of [secret, secret.slice(8), account, encodeURIComponent('夜航船'), '夜航船']) {
    expect(output).not.toContain(text)
  }
})
