import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { ask, callAction } from '@/tests/setup/http'
import { type System, startSystem } from '@/tests/setup/system'

let system: System
let portal: string

beforeAll(async () => {
  system = await startSystem()
  portal = system.portal.url
})
afterAll(() => system?.stop())

const EVIL = 'evil.example'

test.each(['/', '/sign-in', '/staff/sign-in'])('%s shows nothing of a demo', async (path) => {
  const { body } = await ask(portal, path, { headers: { 'Accept-Language': 'en' } })
  expect(body.match(/data-banners|demo-people|willow-lantern|154 0000|This is a demo/)).toBeNull()
})

describe('the portal knows its own host without the Host header', () => {
  const LIES: Record<string, string>[] = [
    { Host: EVIL },
    { 'X-Forwarded-Host': EVIL },
    { Forwarded: `host=${EVIL};proto=https` },
    {
      Host: EVIL,
      'X-Forwarded-Host': EVIL,
      'X-Forwarded-Proto': 'https',
      'X-Forwarded-Port': '443',
      'X-Original-Host': EVIL,
    },
  ]
  const PAGES = ['/', '/sign-in', '/qualifications', '/queue', '/qualifications/', '/nowhere']

  test.each(LIES)('%j leads nowhere', async (lie) => {
    for (const page of PAGES) {
      const { status, headers, body } = await ask(portal, page, { headers: lie })
      expect(status, page).toBeLessThan(500)
      expect(JSON.stringify(headers), page).not.toContain(EVIL)
      expect(body, page).not.toContain(EVIL)
    }
  })

  test('a request target that names another host leads nowhere either', async () => {
    for (const target of [`http://${EVIL}/qualifications`, `//${EVIL}/`, `/${EVIL}//`, `/\\${EVIL}`]) {
      const { status, headers } = await ask(portal, target)
      expect(status, target).toBeLessThan(500)
      expect(headers.location ?? '', target).not.toMatch(/^(https?:)?[/\\]{2,}evil/)
    }
  })
})

test("a client's claims about itself change nothing, and an unknown proxy is reported once", async () => {
  for (const claim of ['203.0.113.1', '203.0.113.2', '198.51.100.7, 203.0.113.3']) {
    const headers = { 'X-Forwarded-For': claim }
    expect((await ask(portal, '/api/erased/nothing/nothing', { headers })).status).toBe(404)
  }
  const counted = await database().rateLimit.findMany({ where: { key: { startsWith: 'certificate-' } } })
  expect(counted.map(({ points }) => points)).toEqual([3])
  expect(system.portal.output().match(/TRUSTED_PROXIES does not name/g)).toHaveLength(1)
})

describe('an action comes from our own pages', () => {
  const theme = (origin: string | null) =>
    callAction(portal, 'app/preferences.ts#choosePreference', [['theme', 'dark']], { origin, isPlain: true })

  test('from them, it is done', async () => {
    const { status, cookies } = await theme(portal)
    expect(status).toBe(200)
    expect(cookies.join()).toContain('theme=dark')
  })

  test.each([`http://${EVIL}`, 'null', 'https://localhost', null])('from %s, it is refused', async (origin) => {
    const { status, cookies } = await theme(origin)
    expect(status).toBe(403)
    expect(cookies).toEqual([])
  })

  test.each(['cross-site', 'same-site'])('from a page that the browser calls %s, it is refused', async (site) => {
    const headers = { Origin: portal, 'Sec-Fetch-Site': site, 'Next-Action': 'x'.repeat(42) }
    expect((await ask(portal, '/', { method: 'POST', headers })).status).toBe(403)
    const upload = { Origin: portal, 'Sec-Fetch-Site': site, 'Tus-Resumable': '1.0.0' }
    expect((await ask(portal, '/api/tus', { method: 'POST', headers: upload })).status).toBe(403)
  })

  test('from another host that the Host header agrees with, it is refused', async () => {
    const headers = { Host: EVIL, Origin: `http://${EVIL}`, 'X-Forwarded-Host': EVIL, 'Next-Action': 'x'.repeat(42) }
    expect((await ask(portal, '/', { method: 'POST', headers })).status).toBe(403)
  })
})

test("requests that the framework can't handle are refused before it", async () => {
  for (const path of ['/', '/people', '/api/health/live']) {
    expect((await ask(portal, path, { method: 'TRACE' })).status, path).toBe(405)
  }
  for (const path of ['/people/%E0', '/queue/%E0%A4%A', '/api/files/%FF/rendition', '/%']) {
    expect((await ask(portal, path)).status, path).toBe(400)
  }
  expect(system.portal.output()).not.toMatch(/"room":"(framework|process)"/)
})

test('x-middleware-subrequest skips nothing', async () => {
  for (const name of ['middleware', 'proxy', 'src/middleware', 'src/proxy']) {
    const headers = { 'x-middleware-subrequest': Array(5).fill(name).join(':') }
    const { headers: answered } = await ask(portal, '/sign-in', { headers })
    expect(answered['content-security-policy'], name).toMatch(/nonce-/)
    expect((await ask(portal, '/qualifications', { headers })).status, name).toBe(307)
  }
})

describe('the outbox is for visitors on this machine', () => {
  test.each(['localhost', '127.0.0.1', '[::1]', 'localhost:80'])('answers %s', async (host) => {
    expect((await ask(portal, '/dev/outbox', { headers: { Host: host } })).status).toBe(200)
  })

  test.each([EVIL, 'localhost.evil.example', '127.0.0.1.evil.example', '10.0.0.1', 'sms.example.cn', 'localhost@evil'])(
    'does not exist for %s',
    async (host) => {
      expect((await ask(portal, '/dev/outbox', { headers: { Host: host } })).status).toBe(404)
    },
  )

  test.each(['Forwarded', 'Via', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'X-Real-IP'])(
    'does not exist for a visitor with %s',
    async (name) => {
      expect((await ask(portal, '/dev/outbox', { headers: { [name]: '127.0.0.1' } })).status).toBe(404)
    },
  )

  test('does not exist for a visitor who sends our own headers', async () => {
    const headers = { Host: EVIL, 'x-zhunxin-host': 'localhost', 'x-zhunxin-address': '127.0.0.1' }
    expect((await ask(portal, '/dev/outbox', { headers })).status).toBe(404)
  })
})

describe('health', () => {
  const ready = async (headers: Record<string, string> = {}) => {
    const { status, body } = await ask(portal, '/api/health/ready', { headers })
    return { status, body }
  }
  const BARE = { status: 200, body: '{"status":"ok"}' }

  test('a crowd of strangers learns that the portal is ready, and nothing else', async () => {
    const crowd = Array.from({ length: 250 }, () => ready({ 'X-Forwarded-For': '203.0.113.9' }))
    expect(await Promise.all(crowd)).toEqual(crowd.map(() => BARE))
  })

  test.each(['Forwarded', 'Via', 'X-Forwarded-For', 'X-Forwarded-Host', 'X-Forwarded-Proto', 'X-Real-IP'])(
    'has no details for a visitor with %s',
    async (name) => expect(await ready({ [name]: '127.0.0.1' })).toEqual(BARE),
  )

  test.each([EVIL, 'localhost.evil.example', '10.0.0.1'])('has none for %s', async (host) => {
    expect(await ready({ Host: host, 'x-zhunxin-host': 'localhost' })).toEqual(BARE)
  })

  test('names what is to fix to programs of this machine', async () => {
    const { body } = await ready()
    expect(JSON.parse(body)).toMatchObject({ status: 'ok', checks: { database: 'ok', storage: 'ok' } })
    expect(JSON.parse(body).warnings).toContain('KEYRING_NOT_WRITABLE')
  })
})

describe('headers', () => {
  const SHARED = ['/', '/prepare', '/prepare?who=INDIVIDUAL', '/prepare/letter', '/api-reference']
  const PAGES = ['/sign-in', '/staff/sign-in', '/nowhere', '/invitations/nothing']
  const OTHERS = [
    '/api/health/live',
    '/api/health/ready',
    '/api/nowhere',
    '/icon.svg',
    '/robots.txt',
    '/manifest.en.webmanifest',
    '/social.png',
    '/_next/static/nothing.js',
  ]

  const SCRIPT = '/_next/static/chunks/'
  const script = async () => new RegExp(`${SCRIPT}[^"]+`).exec((await ask(portal, '/')).body)?.[0] ?? ''
  /** Requests that are answered before any page, route or file is looked up. */
  const BEFORE = [
    ['TRACE', '/', 405],
    ['GET', '/%', 400],
    ['POST', '/', 403],
    ['POST', '/api/tus', 403],
    ['GET', '/api/my-data/export', 401],
  ] as const

  const EACH = {
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'permissions-policy': expect.stringMatching(/^camera=\((self)?\), microphone=\(\), geolocation=\(\)/),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
  }

  function expectSafe(headers: Awaited<ReturnType<typeof ask>>['headers']) {
    expect(headers).toMatchObject(EACH)
    expect(headers['x-powered-by']).toBeUndefined()
    expect(headers.server).toBeUndefined()
    expect(headers['strict-transport-security']).toBeUndefined() // it is not reached by https
  }

  test.each([...SHARED, ...PAGES, ...OTHERS])(
    '%s says nothing of what it is made with, and is not sniffed or framed',
    async (path) => expectSafe((await ask(portal, path)).headers),
  )

  test.each(BEFORE)('%s %s, which is %i, neither', async (method, path, status) => {
    const answer = await ask(portal, path, { method })
    expect(answer.status).toBe(status)
    expectSafe(answer.headers)
  })

  test('nor a script', async () => {
    const { status, headers } = await ask(portal, await script())
    expect(status).toBe(200)
    expectSafe(headers)
  })

  test.each(OTHERS)('%s, which is no page, runs nothing', async (path) => {
    const policy = directives((await ask(portal, path)).headers['content-security-policy'])
    expect(policy['default-src']).toBe("'none'")
    // A worker from a file of ours loads its parts.
    expect(policy['script-src']).toBe(path.startsWith('/_next/static/') ? "'self'" : undefined)
  })

  test.each(PAGES)('%s runs scripts by a nonce of its own only', async (path) => {
    const [first, second] = [await ask(portal, path), await ask(portal, path)]
    const policy = directives(first.headers['content-security-policy'])
    const scripts = policy['script-src'] ?? ''
    const nonce = scripts.match(/'nonce-([^']+)'/)?.[1] ?? ''
    expect(nonce.length).toBeGreaterThanOrEqual(22)
    expect(directives(second.headers['content-security-policy'])['script-src']).not.toContain(nonce)
    expect(scripts).not.toMatch(/unsafe-inline|unsafe-eval|\*|https?:/)
    expect(policy).toMatchObject({
      'default-src': "'self'",
      'object-src': "'none'",
      'base-uri': "'none'",
      'frame-ancestors': "'none'",
      'form-action': "'self'",
    })
    const tags = first.body.match(/<script\b[^>]*>/g) ?? []
    expect(tags.length).toBeGreaterThan(0)
    for (const tag of tags) expect(tag).toContain(`nonce="${nonce}"`)
    expect(first.body).not.toMatch(/<[^>]+\son[a-z]+="/)
    expect(first.headers['cache-control']).toContain('no-store')
  })

  test.each(SHARED)('%s, which many visitors get, runs scripts by their hashes only', async (path) => {
    const { headers, body } = await ask(portal, path)
    const policy = directives(headers['content-security-policy'])
    const scripts = [...body.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)]
    const hashes = scripts.flatMap(([, attributes = '', script = '']) =>
      / src="\/_next\/static\//.test(attributes) ? [] : [`'sha256-${hash(script)}'`],
    )
    expect(hashes.length).toBeGreaterThan(1)
    expect(new Set((policy['script-src'] ?? '').split(' '))).toEqual(new Set(["'self'", ...hashes]))
    expect(policy).toMatchObject({ 'default-src': "'self'", 'style-src': "'self'", 'base-uri': "'none'" })
    expect(body).not.toMatch(/nonce=|<style\b|<[^>]+\son[a-z]+="/)
    expect(headers).toMatchObject({ 'cache-control': 'private, no-cache', vary: expect.stringContaining('Cookie') })
    expect(headers['set-cookie']).toBeUndefined()
  })
})

const hash = (script: string) => createHash('sha256').update(script).digest('base64')

describe('public files', () => {
  test.each([
    ['/robots.txt', /^text\/plain/],
    ['/favicon.ico', /^image\/(x-icon|vnd\.microsoft\.icon)$/],
    ['/icon.svg', /^image\/svg\+xml/],
    ['/icon-192.png', /^image\/png$/],
    ['/icon-512.png', /^image\/png$/],
    ['/icon-maskable-512.png', /^image\/png$/],
    ['/apple-touch-icon.png', /^image\/png$/],
    ['/social.png', /^image\/png$/],
    ['/manifest.zh-CN.webmanifest', /^application\/manifest\+json/],
    ['/manifest.en.webmanifest', /^application\/manifest\+json/],
  ])('%s is served as what it is, to anyone, without a cookie', async (path, type) => {
    const { status, headers } = await ask(portal, path)
    expect(status).toBe(200)
    expect(headers['content-type']).toMatch(type)
    expect(headers['set-cookie']).toBeUndefined()
  })

  test.each(['POST', 'PUT', 'DELETE'])('%s to one does nothing', async (method) => {
    expect((await ask(portal, '/robots.txt', { method })).status).toBeGreaterThanOrEqual(400)
  })

  test.each([
    ['zh-CN', 'zh_CN'],
    ['en', 'en_US'],
  ])('pages in %s name the manifest, the icons and the picture', async (language, locale) => {
    const { body } = await ask(portal, '/', { headers: { 'Accept-Language': language } })
    const [head = ''] = body.split('</head>')
    expect(head).toContain(`<link rel="manifest" href="/manifest.${language}.webmanifest"`)
    expect(head).toMatch(/<link rel="icon" href="\/favicon\.ico"/)
    expect(head).toMatch(/<link rel="icon" href="\/icon\.svg/)
    expect(head).toContain('<link rel="apple-touch-icon" href="/apple-touch-icon.png"')
    expect(head).toContain(`<meta property="og:locale" content="${locale}"`)
    expect(head).toContain(`<meta property="og:image" content="${portal.replace('127.0.0.1', 'localhost')}/social.png"`)
  })

  test.each([
    ['/', 'index, nofollow'],
    ['/prepare', 'index, nofollow'],
    ['/sign-in', 'noindex, nofollow'],
    ['/staff/sign-in', 'noindex, nofollow'],
  ])('%s answers search engines: %s', async (path, robots) => {
    expect((await ask(portal, path)).body).toContain(`<meta name="robots" content="${robots}"`)
  })
})

function directives(policy: string | string[] | undefined): Record<string, string> {
  const parts = String(policy ?? '').split('; ')
  return Object.fromEntries(parts.map((part) => [part.split(' ')[0] ?? '', part.split(' ').slice(1).join(' ')]))
}
