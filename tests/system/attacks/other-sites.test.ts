import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aColleague, aRegisteredApplicant } from '@/tests/factories/people'
import { IS_LONG } from '@/tests/setup/heavy'
import { ask, builtActions, callAction, cookieFor } from '@/tests/setup/http'
import { type System, startSystem } from '@/tests/setup/system'
import { fill } from '../matrix/run'
import { TABLE } from '../matrix/table'
import { NOTHING } from '../matrix/target'

/** Another site can make a signed-in person's browser do nothing. */

let system: System
let portal: string
const cookies: Record<'applicant' | 'administrator', string> = { applicant: '', administrator: '' }

beforeAll(async () => {
  system = await startSystem()
  portal = system.portal.url
  const people = { applicant: await aRegisteredApplicant(), administrator: await aColleague({ roles: ['ADMIN'] }) }
  for (const who of ['applicant', 'administrator'] as const) {
    const { name, value } = await cookieFor(people[who].actor.sessionId)
    cookies[who] = `${name}=${value}`
  }
})
afterAll(() => system?.stop())

const EVIL = 'https://evil.example'
const routes = TABLE.flatMap((row) => (row.kind === 'route' ? [{ ...row, at: fill(row.path, NOTHING) }] : []))
const pages = routes.filter(({ method, path }) => method === 'GET' && !path.startsWith('/api/') && path !== '/icon.svg')
/** The target of the company's own sign-in, which tests/system/sso.test.ts covers. */
const LED_TO = '/api/sso/callback'
/** Returns what a page is tried with: in the gate one of all, in turn; in the long suite all. */
const inTurn = <T>(turn: number, all: readonly T[]) => (IS_LONG ? all : all.slice(turn % all.length).slice(0, 1))
const isChange = (method: string) => !['GET', 'HEAD', 'OPTIONS'].includes(method)

describe('a state change', () => {
  test('by each action of the build is refused from another origin, from none, and from where the browser says so', async () => {
    for (const { name } of builtActions()) {
      for (const origin of [EVIL, 'null', null]) {
        const { status, cookies: given } = await callAction(portal, name, [], { cookie: cookies.administrator, origin })
        expect([status, given], `${name} from ${origin}`).toEqual([403, []])
      }
    }
  })

  test.each(routes.filter(({ method }) => isChange(method)))('by $name is refused, too', async ({ method, at }) => {
    const LIES: Record<string, string>[] = [
      { Origin: EVIL },
      { Origin: 'null' },
      {},
      { Origin: portal, 'Sec-Fetch-Site': 'cross-site' },
      { Origin: portal, 'Sec-Fetch-Site': 'same-site' },
    ]
    for (const lie of LIES) {
      const headers = { cookie: cookies.applicant, 'Tus-Resumable': '1.0.0', ...lie }
      expect((await ask(portal, at, { method, headers })).status, JSON.stringify(lie)).toBe(403)
    }
  })

  test.each(pages)('by a plain form sent to $path is refused', async ({ at }) => {
    const headers = { cookie: cookies.administrator, 'Content-Type': 'application/x-www-form-urlencoded', Origin: EVIL }
    expect((await ask(portal, at, { method: 'POST', headers, body: '$ACTION_ID_x=&roles=ADMIN' })).status).toBe(403)
  })
})

test.each(routes.filter(({ method, path }) => method === 'GET' && path.startsWith('/api/') && path !== LED_TO))(
  '$path is embedded by no other site',
  async ({ at }) => {
    for (const site of ['cross-site', 'same-site']) {
      const { status, headers } = await ask(portal, at, {
        headers: { cookie: cookies.applicant, 'Sec-Fetch-Site': site },
      })
      expect(status, site).toBe(403)
      expect(headers['cross-origin-resource-policy']).toBe('same-origin')
      expect(headers['access-control-allow-origin']).toBeUndefined()
    }
  },
)

test('no page is shown in a frame, no matter its status or visitor', async () => {
  for (const [turn, { at }] of pages.entries()) {
    for (const cookie of inTurn(turn, ['', cookies.applicant, cookies.administrator])) {
      const { headers } = await ask(portal, at, { headers: { cookie } })
      expect(headers['x-frame-options'], at).toBe('DENY')
      expect(headers['content-security-policy'], at).toContain("frame-ancestors 'none'")
    }
  }
})

test('x-middleware-subrequest opens no page to anybody', async () => {
  const skip = ['middleware', 'src/middleware', 'proxy', 'src/proxy'].map((name) => Array(5).fill(name).join(':'))
  for (const [turn, { at }] of pages.entries()) {
    const without = await ask(portal, at)
    for (const value of inTurn(turn, skip)) {
      const { status, headers } = await ask(portal, at, { headers: { 'x-middleware-subrequest': value } })
      expect([status, headers.location], at).toEqual([without.status, without.headers.location])
    }
  }
})
