import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { inviteStaff } from '@/lib/staff/invitations/invite-staff'
import { aCodeFor, BROWSER } from '@/tests/factories/codes'
import {
  aColleague,
  anAddress,
  anAdministrator,
  anEmail,
  aRegisteredApplicant,
  PASSWORD,
} from '@/tests/factories/people'
import { actionForm, ask, cookieFor } from '@/tests/setup/http'
import { type System, startSystem } from '@/tests/setup/system'

let system: System
let portal: string

beforeAll(async () => {
  system = await startSystem({ TRUSTED_PROXIES: '127.0.0.1' })
  portal = system.portal.url
})
afterAll(() => system?.stop())

type Credentials = { email: string; password?: string; next?: string }

/** Sends from an address of its own, unless one is given. */
async function signIn(
  { email, password = PASSWORD, next }: Credentials,
  { cookie = '', address = anAddress(), ...more }: { cookie?: string; address?: string; host?: string } = {},
) {
  const { id, body } = actionForm('app/(auth)/staff/sign-in/actions.ts#signIn', [
    ['email', email],
    ['password', password],
    ...(next === undefined ? [] : [['next', next] as const]),
  ])
  const headers = { 'Next-Action': id, Origin: portal, Cookie: cookie, 'X-Forwarded-For': address, ...more }
  const answer = await fetch(new URL('/staff/sign-in', portal), { method: 'POST', headers, body, redirect: 'manual' })
  return {
    error: /"error":"([A-Z_]+)"/.exec(await answer.text())?.[1] ?? null,
    leadsTo: answer.headers.get('x-action-redirect')?.replace(/;push$/, '') ?? null,
    session:
      answer.headers
        .getSetCookie()
        .find((text) => text.startsWith('zhunxin.session='))
        ?.split(';')[0] ?? null,
  }
}

const isSignedIn = async (cookie: string, page: string) =>
  (await ask(portal, page, { headers: { cookie } })).headers.location?.includes('/sign-in') !== true

describe('fixation', () => {
  test('a session that was planted into a browser gains nothing by who signs in there', async () => {
    const { email, id } = await aColleague()
    const attacker = await aRegisteredApplicant()
    const planted = await cookieFor(attacker.actor.sessionId)
    const { session } = await signIn({ email }, { cookie: `${planted.name}=${planted.value}` })
    expect(session).not.toBeNull()
    expect(session).not.toContain(planted.value)
    const row = await database().session.findUniqueOrThrow({ where: { id: attacker.actor.sessionId } })
    expect(row.userId).not.toBe(id)
    expect((await ask(portal, '/queue', { headers: { cookie: `${planted.name}=${planted.value}` } })).status).not.toBe(
      200,
    )
  })

  test('a value that somebody made up becomes no session', async () => {
    const { email } = await aColleague()
    const { session } = await signIn({ email }, { cookie: 'zhunxin.session=chosen-by-an-attacker' })
    expect(session).not.toContain('chosen-by-an-attacker')
    expect(await isSignedIn('zhunxin.session=chosen-by-an-attacker', '/queue')).toBe(false)
  })

  test('each sign-in has a token of its own', async () => {
    const { email } = await aColleague()
    const tokens = [await signIn({ email }), await signIn({ email })].map(({ session }) => session)
    expect(new Set(tokens).size).toBe(2)
  })
})

describe('spraying', () => {
  const SPRAYED = 'Summer2026 石榴!'
  /** Sets the state after a hundred misses, with no window open: ten tries, then none for a quarter of an hour. */
  async function anAddressThatMissedMuch(): Promise<string> {
    const address = anAddress()
    const before = await database().rateLimit.findMany({ where: { key: { startsWith: 'miss-network' } } })
    await signIn({ email: anEmail(), password: SPRAYED }, { address })
    const key = { startsWith: 'miss-network', notIn: before.map((row) => row.key) }
    expect(await database().rateLimit.updateMany({ where: { key }, data: { points: 100 } })).toEqual({ count: 1 })
    await database().$executeRaw`UPDATE rate_limits SET expire = 0 WHERE key LIKE 'guess-%'`
    return address
  }
  const LOOKED_AT = 10

  test('one password over many accounts from one address is stopped soon, though the next were right; others continue', async () => {
    const address = await anAddressThatMissedMuch()
    const { email } = await aColleague()
    const tries = []
    for (let at = 0; at < 13; at += 1) tries.push(await signIn({ email: anEmail(), password: SPRAYED }, { address }))
    expect(tries.slice(LOOKED_AT).map(({ error }) => error)).toEqual(['RATE_LIMITED', 'RATE_LIMITED', 'RATE_LIMITED'])
    expect(await signIn({ email }, { address })).toEqual({ error: 'RATE_LIMITED', leadsTo: null, session: null })
    expect((await signIn({ email })).session).not.toBeNull()
  })

  test('a claim to be elsewhere, made before the proxy, starts no new count', async () => {
    const address = await anAddressThatMissedMuch()
    const tries = []
    for (let at = 0; at < 13; at += 1) {
      tries.push(await signIn({ email: anEmail(), password: SPRAYED }, { address: `203.0.113.${at}, ${address}` }))
    }
    expect(tries.slice(LOOKED_AT).map(({ error }) => error)).toEqual(['RATE_LIMITED', 'RATE_LIMITED', 'RATE_LIMITED'])
  })
})

const ELSEWHERE = [
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/%09/evil.example',
  '/\t/evil.example',
  '/.//evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  ' https://evil.example',
  'http:evil.example',
  '/a/..//evil.example',
  'https:/evil.example',
  '@evil.example',
]

describe('open redirects', () => {
  const stays = (location: string | null) => {
    if (location === null) return true
    return new URL(location, portal).origin === portal && !/^[/\\]{2}/.test(location)
  }

  test.each(ELSEWHERE)('after signing in, %j leads nowhere else', async (next) => {
    const { email } = await aColleague()
    const { leadsTo, session } = await signIn({ email, next })
    expect(session).not.toBeNull()
    expect(stays(leadsTo), `${leadsTo}`).toBe(true)
  })

  test('a page that redirects signed-in people redirects them nowhere else', async () => {
    const { name, value } = await cookieFor((await aColleague()).actor.sessionId)
    for (const next of ELSEWHERE) {
      const { headers, body } = await ask(portal, `/staff/sign-in?next=${encodeURIComponent(next)}`, {
        headers: { cookie: `${name}=${value}` },
      })
      expect(stays(headers.location ?? null), next).toBe(true)
      expect(body, next).not.toMatch(/(href|action|content)="[^"]*evil\.example/)
    }
  })

  test('a form for browsers without scripts goes back to no other site', async () => {
    const { name, value } = await cookieFor((await aRegisteredApplicant()).actor.sessionId)
    for (const back of ELSEWHERE) {
      const path = `/api/qualifications/none/documents/ID_PORTRAIT?back=${encodeURIComponent(back)}`
      const headers = { cookie: `${name}=${value}`, Origin: portal }
      const answer = await ask(portal, path, { method: 'POST', headers })
      expect(stays(answer.headers.location ?? null), back).toBe(true)
    }
  })
})

test('links that are sent name the portal, no matter what host a request names', async () => {
  const person = await aRegisteredApplicant()
  const { name, value } = await cookieFor(person.actor.sessionId)
  const email = anEmail()
  const { id: action, body } = actionForm('app/(applicant)/account/actions.ts#setEmail', [
    ['email', email],
    ['code', await aCodeFor(person, 'NOTICE_EMAIL')],
  ])
  const encoded = new Response(body)
  const bytes = Buffer.from(await encoded.arrayBuffer()).toString('latin1')
  const headers = {
    Host: 'evil.example',
    'X-Forwarded-Host': 'evil.example',
    Origin: portal,
    Cookie: `${name}=${value}; zhunxin.codes=${BROWSER}`,
    'Next-Action': action,
    'Content-Type': encoded.headers.get('content-type') ?? '',
  }
  expect((await ask(portal, '/account', { method: 'POST', headers, body: bytes })).status).toBe(200)
  const outbox = await (await fetch(new URL('/dev/outbox', portal))).text()
  expect(outbox).toContain(email)
  expect(outbox).toContain(`${portal}/notices/confirm/`)
  expect(outbox).not.toContain('evil.example')
  const { url } = await inviteStaff(await anAdministrator(), { roles: ['REVIEWER'] })
  expect(url.startsWith(`${portal}/invitations/`)).toBe(true)
})
