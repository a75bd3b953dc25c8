import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOwner } from '@/lib/db/owner'
import { aColleague, aRegisteredApplicant } from '@/tests/factories/people'
import { ask, builtActions, builtRoutes, cookieFor } from '@/tests/setup/http'
import { type RawAnswer, sendRaw } from '@/tests/setup/raw'
import { type System, startSystem } from '@/tests/setup/system'

/** Requests that no code of ours sends are the sender's fault, and their content is not logged. */

const CANARY = 'KANARIENVOGEL'

let system: System
let staff: string
beforeAll(async () => {
  system = await startSystem()
  const { actor } = await aColleague({ roles: ['AUDITOR'] })
  const { name, value } = await cookieFor(actor.sessionId)
  staff = `${name}=${value}`
})
afterAll(() => system?.stop())

const idOf = (name: string) => builtActions().find((action) => action.name === name)?.id ?? ''
const multipart = (boundary: string) => ({ 'Content-Type': `multipart/form-data; boundary=${boundary}` })
const named = (name: string) => `Content-Disposition: form-data; name="${name}"`
const parts = (boundary: string, ...given: [head: string, value: string][]) =>
  `${given.map(([head, value]) => `--${boundary}\r\n${head}\r\n\r\n${value}\r\n`).join('')}--${boundary}--\r\n`

const VALID = parts('limit-1', [named('_1_phone'), CANARY], [named('0'), '[{"sent":null},"$K1"]'])

type Case = { headers?: Record<string, string | number>; body?: string; isCut?: boolean }

/** Bodies that are malformed for any reader. */
const BODIES: Record<string, Case> = {
  'no boundary': { headers: { 'Content-Type': 'multipart/form-data' }, body: VALID },
  'an empty boundary': { headers: multipart(''), body: VALID },
  'an open quote': { headers: multipart(`"${CANARY}`), body: VALID },
  'another boundary': { headers: multipart(CANARY), body: VALID },
  'a boundary of one character': { headers: multipart('x'), body: VALID.replaceAll('limit-1', 'x') },
  'a part without a colon': { headers: multipart('limit-1'), body: parts('limit-1', [`no header ${CANARY}`, CANARY]) },
  'a part without a name': {
    headers: multipart('limit-1'),
    body: parts('limit-1', ['Content-Disposition: form-data', CANARY]),
  },
  'a part with a huge name': {
    headers: multipart('limit-1'),
    body: parts('limit-1', [named(CANARY.repeat(3000)), CANARY]),
  },
  'no end': { headers: multipart('limit-1'), body: VALID.slice(0, -12) },
  'a cut': { headers: { ...multipart('limit-1'), 'Content-Length': 9000 }, body: VALID, isCut: true },
  nothing: { headers: multipart('limit-1') },
  'a length that is none': { headers: { ...multipart('limit-1'), 'Content-Length': CANARY }, body: VALID },
  'a negative length': { headers: { ...multipart('limit-1'), 'Content-Length': '-5' }, body: VALID },
  'a broken chunk': {
    headers: { ...multipart('limit-1'), 'Transfer-Encoding': 'chunked' },
    body: `not a length ${CANARY}\r\n`,
  },
  'too much': { headers: { ...multipart('limit-1'), 'Content-Length': 256 * 1024 + 1 }, body: VALID },
}

/** Bodies that are malformed as arguments of an action. */
const ARGUMENTS: Record<string, Case> = {
  'not JSON': { headers: multipart('limit-1'), body: parts('limit-1', [named('0'), `${CANARY}[`]) },
  'no root': { headers: multipart('limit-1'), body: parts('limit-1', [named('_1_phone'), CANARY]) },
  'a reference to nothing': { headers: multipart('limit-1'), body: parts('limit-1', [named('0'), '["$5","$F9"]']) },
  'a path into a prototype': {
    headers: multipart('limit-1'),
    body: parts('limit-1', [named('0'), `["$1:__proto__:${CANARY}","$K1"]`], [named('1'), '{"a":1}']),
  },
  'a number that is none': { headers: multipart('limit-1'), body: parts('limit-1', [named('0'), `["$n${CANARY}"]`]) },
  'no list': { headers: multipart('limit-1'), body: parts('limit-1', [named('0'), `"${CANARY}"`]) },
  'too many': { headers: multipart('limit-1'), body: parts('limit-1', [named('0'), `[${'1,'.repeat(1500)}1]`]) },
  'too deep': {
    headers: multipart('limit-1'),
    body: parts('limit-1', [named('0'), `${'['.repeat(20_000)}${']'.repeat(20_000)}`]),
  },
  'no form': { headers: multipart('limit-1'), body: parts('limit-1', [named('0'), `["${CANARY}","${CANARY}"]`]) },
  'text that is none': { headers: { 'Content-Type': 'text/plain;charset=UTF-8' }, body: `${CANARY}{` },
  'no type': { body: `${CANARY}{` },
  'a broken escape': {
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: `phone=%zz${CANARY}%E0%A4%A`,
  },
}

/** Imitates forms of a browser without scripts, which name their action in a field. */
const FORMS: Record<string, Case> = {
  'an id that is none': { body: parts('limit-1', [named(`$ACTION_ID_${CANARY}`), '']) },
  'an id of nothing': { body: parts('limit-1', [named(`$ACTION_ID_40${'ab'.repeat(20)}`), CANARY]) },
  'a reference that is not JSON': {
    body: parts('limit-1', [named('$ACTION_REF_1'), ''], [named('$ACTION_1:0'), `{"${CANARY}`]),
  },
  'a reference without an action': { body: parts('limit-1', [named('$ACTION_REF_1'), CANARY]) },
}

const IDS = [CANARY, '', 'toString', '__proto__', `40${'ab'.repeat(20)}`]

const withLength = ({ headers = {}, body = '', isCut = false }: Case) => ({
  headers: { ...('Transfer-Encoding' in headers ? {} : { 'Content-Length': Buffer.byteLength(body) }), ...headers },
  body,
  isCut,
})

/** Sends it, and returns the status and what the portal wrote meanwhile. */
async function outcome(sent: Case, { path = '/sign-in', ...more }: Record<string, string> = {}) {
  const from = system.portal.output().length
  const { headers, ...rest } = withLength(sent)
  const all = { Origin: system.portal.url, ...headers, ...more }
  const { status, text } = await sendRaw(system.portal.url, { path, headers: all, ...rest })
  return { status, text, said: () => system.portal.output().slice(from).split('\n').filter(Boolean) }
}

/** Says whether it is the line that each request has. */
const isAccess = (line: string): boolean => JSON.parse(line).msg === 'request'

async function expectBlamed(name: string, sent: Case, more?: Record<string, string>) {
  const { status, said } = await outcome(sent, more)
  if (sent.isCut) expect(status, name).toBeLessThan(500)
  else expect([400, 404, 409, 413], `${name}: ${status}`).toContain(status)
  for (const line of said()) {
    expect(line, name).not.toContain(CANARY)
    if (isAccess(line)) continue
    const { level, requestId, msg } = JSON.parse(line) as { level: number; requestId?: string; msg: string }
    expect({ name, level, requestId, msg }).toEqual({
      name,
      level: 40,
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      msg: 'malformed request',
    })
  }
}

/** This form stops after the attack on the watch over slow bodies; the last test expects it to be closed. */
let stopped: Promise<RawAnswer>

test('a form whose part has two readers, and that is cut, is the sender’s fault', async () => {
  const two = [named('1'), CANARY] as [string, string]
  const body = parts('xx', [named('0'), '["$R1","$r1"]'], two, two)
  const phone = { 'Next-Action': idOf('app/(auth)/_phone/actions.ts#continueWithPhone') }
  await expectBlamed(
    'two readers',
    { headers: { ...multipart('xx'), 'Content-Length': 2000 }, body, isCut: true },
    phone,
  )
  const headers = { Origin: system.portal.url, ...multipart('xx'), 'Content-Length': 2000 }
  stopped = sendRaw(system.portal.url, { path: '/sign-in', headers, body: '--xx' })
})

test('an action that cannot be read is answered 4xx', async () => {
  const phone = { 'Next-Action': idOf('app/(auth)/_phone/actions.ts#continueWithPhone'), Accept: 'text/x-component' }
  for (const [name, sent] of Object.entries({ ...BODIES, ...ARGUMENTS })) await expectBlamed(name, sent, phone)
  const theme = { 'Next-Action': idOf('app/preferences.ts#choosePreference') }
  for (const [name, sent] of Object.entries(ARGUMENTS)) await expectBlamed(name, sent, theme)
})

test('and so is a form of a browser without scripts', async () => {
  for (const [name, sent] of Object.entries(BODIES)) await expectBlamed(name, sent)
  for (const [name, sent] of Object.entries(FORMS)) await expectBlamed(name, { headers: multipart('limit-1'), ...sent })
})

test('an id of no action is answered 4xx', async () => {
  for (const id of IDS) {
    await expectBlamed(`id ${id}`, { headers: multipart('limit-1'), body: VALID }, { 'Next-Action': id })
    await expectBlamed(`id ${id}, elsewhere`, { body: CANARY }, { 'Next-Action': id, path: '/nowhere' })
  }
})

test('a route says 4xx of a form that it cannot read', async () => {
  for (const [name, sent] of Object.entries(BODIES)) {
    const { status, said } = await outcome(sent, { path: '/api/exports', Cookie: staff })
    if (!sent.isCut) expect([400, 413], `${name}: ${status}`).toContain(status)
    expect(said().join(), name).not.toContain(CANARY)
    expect(said().join(), name).not.toContain('"msg":"bug"')
  }
})

test('a well-formed request is handled as before', async () => {
  const { status } = await outcome(
    { headers: multipart('limit-1'), body: parts('limit-1', [named('_1_theme'), 'dark'], [named('0'), '["$K1"]']) },
    { 'Next-Action': idOf('app/preferences.ts#choosePreference') },
  )
  expect(status).toBe(200)
})

/** Names what pages and routes take in a query; each is sent to all. */
const QUERY_NAMES = (
  'q reference actor action subject from until status kind type next as version against reason variant letter section ' +
  'page after before period show saved decided set error erasure account qualification add who format slot carrier'
).split(' ')

test('no address that nobody links to is a failure of the portal', async () => {
  const { actor } = await aColleague({ roles: ['REVIEWER', 'LEAD', 'AUDITOR', 'ADMIN'] })
  const cookieOf = async ({ sessionId }: { sessionId: string }) => Object.values(await cookieFor(sessionId)).join('=')
  const cookies = { staff: await cookieOf(actor), applicant: await cookieOf((await aRegisteredApplicant()).actor) }
  const ofApplicants = /^\/(api\/)?(qualifications|my-data|account|files)/
  const routes = builtRoutes().filter((route) => route !== '/api/file-events') // which has no end
  const requests = routes.flatMap((route) => {
    const cookie = cookies[ofApplicants.test(route) ? 'applicant' : 'staff']
    const paths = route.includes('[')
      ? ['%00', '__proto__'].map((step) => route.replaceAll(/\[{1,2}[^\]]+\]{1,2}/g, step))
      : [`${route}?${QUERY_NAMES.map((name) => `${name}=%00`).join('&')}`]
    return paths.map((path) => ({ path, cookie }))
  })
  const failed: string[] = []
  for (const { path, cookie } of requests) {
    const { status } = await ask(system.portal.url, path, { headers: { cookie } })
    if (status >= 500) failed.push(`${status} ${path}`)
  }
  expect(requests.length).toBeGreaterThan(100)
  expect(failed).toEqual([])
  expect(system.portal.output()).not.toContain('"msg":"bug"')
})

test('a page that fails says 500, and the log its place and the request, without the values', async () => {
  await asOwner((owner) => owner.query('ALTER TABLE sessions RENAME TO sessions_away'))
  const from = system.portal.output().length
  const pages = ['/reports', `/audit?actor=${CANARY}`]
  for (const page of pages)
    expect((await ask(system.portal.url, page, { headers: { cookie: staff } })).status).toBe(500)
  await asOwner((owner) => owner.query('ALTER TABLE sessions_away RENAME TO sessions'))
  const lines = system.portal.output().slice(from).split('\n').filter(Boolean)
  const bugs = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'bug')
  expect(bugs.length).toBeGreaterThanOrEqual(pages.length)
  for (const bug of bugs) {
    expect(bug).toMatchObject({ level: 50, error: expect.any(String), frames: expect.any(Array) })
    expect(bug.requestId).toMatch(/^[0-9a-f-]{36}$/)
  }
  expect(lines.join()).not.toContain(CANARY)
})

test('a form that stops is closed, regardless of what was sent before it', async () => {
  expect((await stopped).status).toBe(408)
})

test('each line that the portal wrote is JSON', () => {
  const lines = system.portal.output().split('\n').filter(Boolean)
  expect(lines.length).toBeGreaterThan(0)
  for (const line of lines)
    expect(JSON.parse(line)).toMatchObject({ level: expect.any(Number), msg: expect.any(String) })
})
