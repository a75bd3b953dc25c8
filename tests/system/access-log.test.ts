import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOwner } from '@/lib/db/owner'
import { aColleague } from '@/tests/factories/people'
import { ask, cookieFor } from '@/tests/setup/http'
import { type System, startSystem } from '@/tests/setup/system'

/** Each request has an id, on its answer and in its lines, and one line with its result. */

const CANARY = 'KANARIENVOGEL'
const GIVEN = '0123456789abcdef.0123_A'

type Line = { level: number; msg: string; requestId?: string; method?: string; route?: string; status?: number }

let system: System
let staff: string
beforeAll(async () => {
  system = await startSystem({ TRUSTED_PROXIES: '127.0.0.1' })
  const { actor } = await aColleague({ roles: ['AUDITOR'] })
  const { name, value } = await cookieFor(actor.sessionId)
  staff = `${name}=${value}`
})
afterAll(() => system?.stop())

const lines = (): Line[] =>
  system.portal
    .output()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
const linesOf = (id: unknown): Line[] => lines().filter(({ requestId }) => requestId === id)

test.each<[string, string, number, string]>([
  ['GET', '/', 200, '/'],
  ['HEAD', '/', 200, '/'],
  ['GET', `/sign-in?phone=${CANARY}`, 200, '/sign-in'],
  ['GET', `/invitations/${CANARY}`, 200, '/invitations/[token]'],
  ['GET', `/api/erased/${CANARY}/${CANARY}`, 404, '/api/erased/[token]/[erasureId]'],
  ['GET', '/queue', 307, '/queue'],
  ['GET', `/nowhere/${CANARY}`, 404, 'other'],
  ['GET', `/_next/static/${CANARY}.js`, 404, '/_next/static/[file]'],
  ['GET', '/api/health/live', 200, '/api/health/live'],
  ['POST', '/sign-in', 403, '/sign-in'],
  ['TRACE', '/people', 405, '/people'],
  ['GET', '/people/%E0', 400, '/people/[userId]'],
])('%s %s is answered %i with an id, and has one line by it that names %s', async (method, path, status, route) => {
  const { status: answered, headers } = await ask(system.portal.address, path, { method })
  expect(answered).toBe(status)
  expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  await expect
    .poll(() => linesOf(headers['x-request-id']).filter(({ msg }) => msg === 'request'))
    .toEqual([
      {
        level: 30,
        time: expect.any(String),
        requestId: headers['x-request-id'],
        ...{ method, route, status },
        ms: expect.any(Number),
        msg: 'request',
      },
    ])
})

test('a proxy that is trusted names the request, in each line and in what is answered', async () => {
  const headers = { cookie: staff, 'X-Request-Id': GIVEN }
  const refused = await ask(system.portal.address, '/api/exports/nothing', { headers })
  expect(refused.headers['x-request-id']).toBe(GIVEN)
  expect(JSON.parse(refused.body)).toMatchObject({ status: refused.status, requestId: GIVEN })
})

test('an error is logged, and shown, by the id of its request', async () => {
  await asOwner((owner) => owner.query('ALTER TABLE sessions RENAME TO sessions_away'))
  const get = (path: string) => ask(system.portal.address, path, { headers: { cookie: staff } })
  const [page, route] = [await get('/reports'), await get('/api/exports/nothing')]
  await asOwner((owner) => owner.query('ALTER TABLE sessions_away RENAME TO sessions'))
  for (const { status, headers, body } of [page, route]) {
    expect(status).toBe(500)
    expect(body).toContain(headers['x-request-id'])
    await expect
      .poll(() => linesOf(headers['x-request-id']).map(({ msg }) => msg))
      .toEqual(expect.arrayContaining(['bug', 'request']))
  }
})

test('a client that leaves before the answer has a line, too', async () => {
  const socket = connect(Number(system.environment.PORT), '127.0.0.1')
  const form = [
    'POST /sign-in HTTP/1.1',
    'Host: x',
    `Origin: ${system.portal.url}`,
    'Content-Type: multipart/form-data; boundary=limit-1',
    'Content-Length: 99',
    'Expect: 100-continue',
    `X-Request-Id: ${GIVEN}.cut`,
  ]
  socket.write(`${form.join('\r\n')}\r\n\r\n`)
  const [start] = await once(socket, 'data')
  expect(String(start)).toMatch(/^HTTP\/1.1 100 /) // it has the request
  socket.resetAndDestroy()
  await expect
    .poll(() => linesOf(`${GIVEN}.cut`).filter(({ msg }) => msg === 'request'))
    .toMatchObject([{ method: 'POST', route: '/sign-in', status: 499, aborted: true }])
})

test('no line contains the requested address', () => {
  expect(system.portal.output()).not.toContain(CANARY)
  expect(system.portal.output()).not.toMatch(/127\.0\.0\.1/)
})
