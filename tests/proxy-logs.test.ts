import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { freePort } from './setup/ports'
import { askTls, hasProxy, type ProxyName, prepareProxy, type TlsProxy } from './setup/tls-proxies'

const FILES = { nginx: 'docs/deploy/nginx.conf', caddy: 'docs/deploy/Caddyfile' } as const
const PROXIES = Object.keys(FILES) as ProxyName[]

/** A step of an address that opens something for anyone who has it. */
const SECRET = '[token]'
/** Matches all other steps: ids, which open nothing, and words. */
const PUBLIC = /^\[(\w+Id|version|statement|revision|side|variant|kind|letter|act|\[\.\.\.slug\])\]$/

/** The routes of the app, as addresses have them. */
const ROUTES = readdirSync('app', { recursive: true, encoding: 'utf8' })
  .filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file))
  .map((file) => file.split('/').slice(0, -1))
  .map((steps) => `/${steps.filter((step) => !step.startsWith('(')).join('/')}`)

const WITH_TOKEN = ROUTES.filter((route) => route.includes(SECRET))
const untilToken = (route: string) => route.slice(0, route.indexOf(SECRET))

test('each step of an address is known as a secret or as none', () => {
  const steps = ROUTES.flatMap((route) => route.split('/')).filter((step) => step.startsWith('['))
  expect(steps.filter((step) => step !== SECRET && !PUBLIC.test(step))).toEqual([])
})

test.each(PROXIES)('%s has a list of all paths that lead to a token', (name) => {
  const [, listed = ''] =
    /\(\/\(\?:([^)]+)\)\/\)/.exec(readFileSync(FILES[name], 'utf8').replace('?<zhunxin_start>', '')) ?? []
  expect(listed.split('|').map((path) => `/${path}/`)).toEqual([...new Set(WITH_TOKEN.map(untilToken))].sort())
})

describe.each(PROXIES)('behind %s, as docs/deploy configures it, no log has a token', (name) => {
  const token = randomBytes(32).toString('base64url')
  const ends: (() => unknown)[] = []
  afterEach(async () => {
    for (const end of ends.splice(0)) await end()
  })

  async function started(portalPort: number): Promise<TlsProxy> {
    const proxy = await (await prepareProxy(name)).start(`${portalPort}`)
    ends.push(() => proxy.stop())
    return proxy
  }

  /** Answers each request with its own address, as a redirect of the portal may. */
  async function aPortal(): Promise<number> {
    const portal = createServer(({ url = '' }, response) => {
      response.writeHead(307, { Location: url, Link: `<${url}>; rel=preload`, 'X-Action-Redirect': url }).end()
    }).listen(0, '127.0.0.1')
    await once(portal, 'listening')
    ends.push(() => portal.close())
    return (portal.address() as AddressInfo).port
  }

  /** Asks as a browser does that is on a page with a token. */
  async function ask({ url, ca }: TlsProxy, path: string): Promise<number> {
    const page = `/invitations/${token}`
    const headers = {
      Referer: `${url}${page}`,
      'Next-Url': page,
      Cookie: `a=${token}`,
      Authorization: `Bearer ${token}`,
    }
    return (await askTls(url, '/', { ca, path, headers })).status
  }

  /** Waits until there is a line of each path and of one more request: lines come after answers. */
  async function expectLogged(proxy: TlsProxy, starts: readonly string[]) {
    await ask(proxy, '/last')
    const paths = [...starts, '/last']
    const isLogged = (path: string) => [`${path} `, `${path}"`].some((text) => proxy.logged().includes(text))
    await expect.poll(() => paths.filter((path) => !isLogged(path))).toEqual([])
    expect(proxy.logged()).not.toContain(token)
  }

  const addresses = WITH_TOKEN.map((route) => route.replace(SECRET, token).replace(/\[\w+\]/g, '0193'))
  const starts = WITH_TOKEN.map(untilToken)

  test.skipIf(!hasProxy(name))('of an address, a query, a header or a redirect', async () => {
    const proxy = await started(await aPortal())
    const queries = [`/api/sso/callback?code=${token}&state=${token}`, `/sign-in?next=%2Finvitations%2F${token}`]
    const others = addresses.flatMap((path) => [`${path}/`, `${path}?_rsc=${token}`, `${proxy.url}${path}`])
    for (const path of [...queries, ...addresses, ...others]) expect(await ask(proxy, path)).toBe(307)
    await expectLogged(proxy, [...starts, '/api/sso/callback', '/sign-in'])
  })

  test.skipIf(!hasProxy(name))('when no portal answers', async () => {
    const proxy = await started(await freePort())
    for (const path of [...addresses, '/queue']) expect(await ask(proxy, path)).toBe(502)
    await expectLogged(proxy, [...starts, '/queue'])
  })

  test.skipIf(!hasProxy(name))('when somebody comes by http', async () => {
    const proxy = await started(await aPortal())
    for (const path of addresses) {
      const answer = await fetch(new URL(path, proxy.plainUrl), { redirect: 'manual' })
      expect([301, 308]).toContain(answer.status)
    }
    await expectLogged(proxy, name === 'nginx' ? starts : []) // Caddy logs no redirect of its own
  })
})
