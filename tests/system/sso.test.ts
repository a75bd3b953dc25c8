import { chromium } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import config from '@/playwright.config'
import { flawsForAxe } from '@/tests/e2e/support/test'
import { eventsAbout } from '@/tests/factories/audit'
import { aColleague, anEmail } from '@/tests/factories/people'
import { ask } from '@/tests/setup/http'
import { freePort } from '@/tests/setup/ports'
import { type IdentityProvider, serveIdentity } from '@/tests/setup/providers/oidc'
import { type System, startSystem } from '@/tests/setup/system'

let provider: IdentityProvider
let system: System
let portal: string

beforeAll(async () => {
  const port = await freePort()
  portal = `http://localhost:${port}`
  provider = await serveIdentity(portal)
  system = await startSystem({
    ...provider.env,
    PORT: `${port}`,
    ZHUNXIN_URL: portal,
    OIDC_DOMAIN: 'example.cn',
    OIDC_ROLES_CLAIM: 'groups',
    OIDC_ROLES: '审核组=REVIEWER, leads=LEAD',
    OIDC_NAME: '集团账户',
  })
})
afterAll(async () => {
  await system?.stop()
  await provider?.stop()
})

let people = 0
beforeEach(() => {
  const local = anEmail().split('@')[0]
  const claims = { email: `${local}@example.cn`, email_verified: true, name: '沈微', groups: ['审核组', 'others'] }
  provider.person = { subject: `person-${people++}`, claims }
})
afterEach(() => {
  provider.spoil = null
  provider.isForging = false
})

/** Acts as a browser as far as it matters here: cookies and redirects. */
class Browser {
  readonly cookies = new Map<string, string>()

  async go(url: string, headers: Record<string, string> = {}) {
    const { origin, pathname, search } = new URL(url, portal)
    const cookie = [...this.cookies].map((pair) => pair.join('=')).join('; ')
    const answer = await ask(origin, pathname + search, { headers: { host: new URL(origin).host, cookie, ...headers } })
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s)
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return answer
  }

  /** Follows redirects to a page, or to an address that matches, which is not requested. */
  async follow(url: string, until = /^$/) {
    const been: string[] = []
    let at = new URL(url, portal).href
    for (let hops = 0; hops < 12; hops++) {
      if (until.test(at)) return { at, been }
      const { status, headers } = await this.go(at)
      been.push(at)
      if (status < 300 || status > 399 || !headers.location) return { at, been, status }
      at = new URL(headers.location, at).href
    }
    throw new Error(`Led around: ${been.join(' → ')}`)
  }
}

const CALLBACK = /\/api\/sso\/callback/
const signIn = (browser = new Browser(), path = '/api/sso?next=/queue') => browser.follow(path)
const byEmail = () =>
  database().user.findMany({
    where: { ssoIndex: { not: null } },
    include: { roles: true },
    orderBy: { createdAt: 'asc' },
  })

test('an unreachable provider is reported, and tried again the next time', async () => {
  expect((await signIn()).at).toBe(`${portal}/staff/sign-in?error=SSO_FAILED`)
  await provider.start()
  expect((await signIn()).at).toBe(`${portal}/queue`)
})

test('a person whom the company knows is redirected there and back, and is signed in with the roles that it gives', async () => {
  const browser = new Browser()
  const { been, at, status } = await signIn(browser)
  expect(at).toBe(`${portal}/queue`)
  expect(status).toBe(200)
  const asked = new URL(been.find((url) => url.startsWith(provider.issuer)) ?? '').searchParams
  expect(asked.get('code_challenge_method')).toBe('S256')
  for (const name of ['state', 'nonce', 'code_challenge']) expect(asked.get(name)?.length).toBeGreaterThan(40)
  expect(browser.cookies.has('zhunxin.sso')).toBe(false)
  const person = (await byEmail()).at(-1)
  expect(person?.roles.map(({ role }) => role)).toEqual(['REVIEWER'])
  expect(await eventsAbout(person?.id ?? '', 'staff.joined_by_sso')).toHaveLength(1)
  expect(await eventsAbout(person?.id ?? '', 'session.started')).toMatchObject([{ data: { factors: ['SSO'] } }])
})

test('a colleague is the same person by it as by e-mail address; roles are what it says at each sign-in', async () => {
  const email = `${provider.person.subject}.colleague@example.cn`
  const { id } = await aColleague({ roles: ['REVIEWER'], email })
  provider.person.claims = { ...provider.person.claims, email, groups: 'leads' }
  expect(await signIn()).toMatchObject({ at: `${portal}/queue`, status: 200 })
  const roles = await database().roleGrant.findMany({ where: { userId: id } })
  expect(roles.map(({ role }) => role)).toEqual(['LEAD'])
  expect(await eventsAbout(id, 'staff.linked_sso')).toHaveLength(1)
  expect(await eventsAbout(id, 'staff.roles_changed')).toMatchObject([
    { actorKind: 'SYSTEM', data: { from: ['REVIEWER'], to: ['LEAD'] } },
  ])
})

describe('returns to the sign-in page, with the reason', () => {
  const refused = async (error: string, because?: string) => {
    const before = await database().session.count()
    const browser = new Browser()
    const { at } = await signIn(browser)
    const query = new URLSearchParams({ error, ...(because ? { because } : {}) })
    expect(at).toBe(`${portal}/staff/sign-in?${query}`)
    expect(browser.cookies.has('zhunxin.session')).toBe(false)
    expect(await database().session.count()).toBe(before)
  }

  test.each([
    ['an address that is not verified', { email_verified: false }, 'UNVERIFIED'],
    ['an address that is said to be verified in words', { email_verified: 'true' }, 'UNVERIFIED'],
    ['no address', { email: undefined }, 'UNVERIFIED'],
    ['an address of another domain', { email: 'shen@example.com' }, 'DOMAIN'],
    ['an address of a domain below', { email: 'shen@mail.example.cn' }, 'DOMAIN'],
    ['a domain within the local part', { email: '"shen@example.cn"@evil.cn' }, 'UNVERIFIED'],
    ['no role', { groups: ['others'] }, 'NO_ROLE'],
    ['roles that are no text', { groups: { REVIEWER: true } }, 'NO_ROLE'],
  ])('a person with %s', async (_, claims, because) => {
    provider.person.claims = { ...provider.person.claims, ...claims }
    await refused('SSO_REFUSED', because)
  })

  test.each([
    ['the token of another issuer', () => ({ iss: 'https://evil.example' })],
    ['a token for another client', () => ({ aud: 'another' })],
    ['a token for several, that is another’s', () => ({ aud: ['zhunxin', 'another'], azp: 'another' })],
    ['the answer to another question', () => ({ nonce: 'another' })],
    ['no answer to a question', () => ({ nonce: undefined })],
    ['a token that has expired', () => ({ exp: Math.floor(Date.now() / 1_000) - 120 })],
    ['a token of tomorrow', () => ({ nbf: Math.floor(Date.now() / 1_000) + 86_400 })],
    ['a sign-in of the day before yesterday', () => ({ auth_time: Math.floor(Date.now() / 1_000) - 2 * 86_400 })],
    ['no word of when they signed in', () => ({ auth_time: undefined })],
  ])('a sign-in with %s', async (_, claims) => {
    provider.spoil = (given) => ({ ...given, ...claims() })
    await refused('SSO_FAILED')
  })

  test('with a token that the provider didn’t sign', async () => {
    provider.isForging = true
    await refused('SSO_FAILED')
  })

  test('with the address of someone else there', async () => {
    await signIn()
    provider.person.subject = 'someone-else'
    await refused('SSO_REFUSED', 'OTHER_PERSON')
  })

  test('when disabled here', async () => {
    await signIn()
    const { id } = (await byEmail()).at(-1) ?? { id: '' }
    await database().user.update({ where: { id }, data: { status: 'DISABLED', disabledAt: new Date() } })
    await refused('SSO_REFUSED', 'DISABLED')
  })
})

test('the words are there in both languages, and nothing of the address but our own codes', async () => {
  const page = async (query: string, language: string) =>
    (await new Browser().go(`/staff/sign-in?${query}`, { 'accept-language': language })).body
  expect(await page('error=SSO_REFUSED&because=DOMAIN', 'zh')).toContain('邮箱不属于允许的域名')
  expect(await page('error=SSO_FAILED', 'en')).toContain('Single sign-on failed')
  expect(await page('error=SSO_REFUSED&because=%3Cb%3E', 'en')).not.toContain('role="alert"')
  expect(await page('', 'zh')).toContain('使用集团账户登录')
})

describe('an answer', () => {
  test('counts once', async () => {
    const browser = new Browser()
    const { at } = await browser.follow('/api/sso', CALLBACK)
    const cookies = new Map(browser.cookies)
    expect((await browser.follow(at)).status).toBe(200)
    browser.cookies.clear()
    for (const [name, value] of cookies) browser.cookies.set(name, value)
    expect((await browser.follow(at)).at).toContain('SSO_FAILED') // the provider issued its code before
  })

  test("to another browser's request is none", async () => {
    const { at } = await new Browser().follow('/api/sso', CALLBACK)
    expect((await new Browser().follow(at)).at).toContain('SSO_FAILED')
    const victim = new Browser()
    await victim.follow('/api/sso', CALLBACK)
    expect((await victim.follow(at)).at).toContain('SSO_FAILED')
    expect(victim.cookies.has('zhunxin.session')).toBe(false)
  })

  test('that was changed on the way is none', async () => {
    const browser = new Browser()
    const { at } = await browser.follow('/api/sso', CALLBACK)
    const changed = new URL(at)
    changed.searchParams.set('state', 'another')
    expect((await browser.follow(changed.href)).at).toContain('SSO_FAILED')
  })

  test('that says no leads back', async () => {
    const browser = new Browser()
    const { at } = await browser.follow('/api/sso', CALLBACK)
    const state = new URL(at).searchParams.get('state') ?? ''
    const no = new URLSearchParams({ error: 'access_denied', state, iss: provider.issuer })
    expect((await browser.follow(`/api/sso/callback?${no}`)).at).toContain('SSO_FAILED')
  })

  test('leads to no other site', async () => {
    for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
      provider.person.subject = `led-${people++}`
      provider.person.claims = { ...provider.person.claims, email: `led${people}@example.cn` }
      const { at } = await signIn(new Browser(), `/api/sso?${new URLSearchParams({ next })}`)
      expect(new URL(at).origin, next).toBe(portal)
    }
  })
})

test('another site can’t start it', async () => {
  const answer = await new Browser().go('/api/sso', { 'sec-fetch-site': 'cross-site' })
  expect(answer.status).toBe(403)
})

test('a session token is no sealed request, nor the other way round', async () => {
  const browser = new Browser()
  const { at } = await browser.follow('/api/sso', CALLBACK)
  const thief = new Browser()
  thief.cookies.set('zhunxin.session', browser.cookies.get('zhunxin.sso') ?? '')
  expect((await thief.follow('/queue')).at).toContain('/staff/sign-in')
  await browser.follow(at)
  thief.cookies.set('zhunxin.sso', browser.cookies.get('zhunxin.session') ?? '')
  expect((await thief.follow(at)).at).toContain('SSO_FAILED')
})

test('a signed-in person who must confirm their identity does so there', async () => {
  const browser = new Browser()
  await signIn(browser)
  const [before, asked] = [browser.cookies.get('zhunxin.session'), provider.asked]
  expect(await signIn(browser, '/api/sso?again=1&next=/mine')).toMatchObject({ at: `${portal}/mine`, status: 200 })
  expect(provider.asked).toBe(asked + 1) // though they have a session there
  expect(browser.cookies.get('zhunxin.session')).not.toBe(before)

  for (const name of browser.cookies.keys()) if (!name.startsWith('zhunxin')) browser.cookies.delete(name)
  provider.person = { subject: 'quite-another', claims: { ...provider.person.claims, email: 'other@example.cn' } }
  const { at } = await signIn(browser, '/api/sso?again=1&next=/mine')
  expect(at).toContain('because=OTHER_PERSON')
})

test.each([
  ['zh-CN', '使用集团账户登录', '邮箱不属于允许的域名'],
  ['en-US', 'Sign in with 集团账户', 'e-mail domain is not allowed'],
])('in a browser, by keyboard alone, with nothing for axe to find, in %s', async (locale, button, why) => {
  const browser = await chromium.launch(config.use?.launchOptions)
  try {
    const context = await browser.newContext({ locale, viewport: { width: 390, height: 844 }, baseURL: portal })
    const page = await context.newPage()
    await page.goto('/queue')
    await page.getByRole('link', { name: button }).focus()
    expect(await flawsForAxe(page)).toEqual([])
    await page.keyboard.press('Enter')
    await page.waitForURL('**/queue')
    expect(await page.locator('h1').isVisible()).toBe(true)

    await context.clearCookies()
    provider.person.claims = { ...provider.person.claims, email: 'shen@example.com' }
    provider.person.subject = `stranger-${locale}`
    await page.goto('/staff/sign-in')
    await page.getByRole('link', { name: button }).press('Enter')
    expect(await page.getByRole('alert').filter({ hasText: why }).textContent()).toContain(why)
    expect(await flawsForAxe(page)).toEqual([])
  } finally {
    await browser.close()
  }
})
