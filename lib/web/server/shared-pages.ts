import 'server-only'
import { createHash } from 'node:crypto'
import { get, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { SECOND } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { isLocale, type Locale, localeFor } from '@/lib/core/languages/locales'
import { startTimeout } from '@/lib/core/timers'
import { isTheme, LOCALE_COOKIE, sessionCookie, THEME_COOKIE, type Theme } from '../cookies/cookies'
import { headersForShared, isInner, pathOf } from '../request-headers'
import { policyByHashes } from '../security-headers'
import { requestIdOf } from './request-id'

/** These pages show every visitor without a session the same, but for language and theme. */
const PATHS = ['/', '/prepare', '/prepare/letter', '/api-reference']
/** A page is rendered again after this time: it shows the rules, and how many applications are waiting. */
const FRESH_MS = 5 * SECOND
/** Limits the pages in memory, some 15 KB each; the oldest makes room. */
const MOST = 200
/** Longer queries are nobody's answers. */
const MAX_QUERY = 500

const pack = promisify(gzip)
const unpack = promisify(gunzip)

type Visit = { requestId: string; target: string; locale: Locale; theme: Theme | null }
type Page = { packed: Buffer; policy: string; tag: string }

/**
 * Answers visitors without a session from pages that were rendered once for all of them. A page is rendered for a
 * request of the portal's own that has nothing of the first visitor's but the target, the language, the theme and the
 * id for the log, so that nothing personal can be in it. Since it has no nonce, its policy names the hashes of its
 * scripts.
 *
 * @param origin of this server, to request the page
 * @returns a function that says whether it answered: otherwise the request continues as any other
 */
export function createSharedPages(origin: string) {
  const pages = new Map<string, Promise<Page | null>>()

  function pageOf(visit: Visit): Promise<Page | null> {
    const key = `${visit.locale} ${visit.theme} ${visit.target}`
    const known = pages.get(key)
    if (known) return known
    const rendering = render(origin, visit).catch(() => null) // the request itself then says what is wrong
    if (pages.size >= MOST) for (const [oldest] of pages) if (pages.delete(oldest)) break
    pages.set(key, rendering)
    const forget = () => {
      if (pages.get(key) === rendering) pages.delete(key)
    }
    void rendering.then((page) => (page ? startTimeout(forget, FRESH_MS).unref() : forget()))
    return rendering
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const visit = visitOf(request)
    const page = visit && (await pageOf(visit))
    if (page) await answer(request, response, page)
    return page !== null
  }
}

/** Returns what the page depends on; null for every request that is not for a shared page. */
function visitOf(request: IncomingMessage): Visit | null {
  const { method = '', headers } = request
  const [pathname = '', query = ''] = pathOf(request.url ?? '/').split('?')
  if (isInner(request) || !['GET', 'HEAD'].includes(method) || !PATHS.includes(pathname)) return null
  if (headers.rsc !== undefined || query.length > MAX_QUERY) return null // the framework's script asks for parts of a page
  const cookies = cookiesOf(headers.cookie ?? '')
  if (cookies.has(sessionCookie(env().isHttps))) return null
  const [locale, theme] = [cookies.get(LOCALE_COOKIE), cookies.get(THEME_COOKIE)]
  return {
    requestId: requestIdOf(request),
    target: query ? `${pathname}?${query}` : pathname,
    locale: isLocale(locale) ? locale : localeFor(headers['accept-language'] ?? null),
    theme: isTheme(theme) ? theme : null,
  }
}

const cookiesOf = (header: string): ReadonlyMap<string, string> =>
  new Map(
    header.split(';').flatMap((one) => {
      const at = one.indexOf('=')
      return at < 0 ? [] : [[one.slice(0, at).trim(), one.slice(at + 1).trim()] as const]
    }),
  )

/** Returns the page as the framework renders it; null if it answers anything but a page. */
async function render(origin: string, { requestId, target, locale, theme }: Visit): Promise<Page | null> {
  const cookie = [`${LOCALE_COOKIE}=${locale}`, ...(theme ? [`${THEME_COOKIE}=${theme}`] : [])].join('; ')
  // By its own name: a visitor who comes by another one is led there.
  const { host } = env().ZHUNXIN_URL
  const headers = { ...headersForShared(requestId), host, accept: 'text/html', cookie }
  const answered = await new Promise<IncomingMessage>((resolve, reject) => {
    get(new URL(target, origin), { headers }, resolve).once('error', reject)
  })
  const html = await text(answered)
  const isPage = answered.statusCode === 200 && answered.headers['content-type']?.startsWith('text/html')
  if (!isPage || answered.headers['set-cookie']) return null
  const scripts = [...html.matchAll(INLINE_SCRIPTS)].map(([, script = '']) => sha256(script))
  return { packed: await pack(html), policy: policyByHashes(scripts), tag: `W/"${sha256(html)}"` }
}

/** Matches scripts that have no address: the framework writes no other kind of attribute with this name. */
const INLINE_SCRIPTS = /<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g

const sha256 = (content: string) => createHash('sha256').update(content).digest('base64')

/**
 * Lists the request headers that decide the answer in addition to its address; the last is the framework's request for
 * parts of the page.
 */
const VARY = 'Accept-Encoding, Accept-Language, Cookie, RSC'

/** Browsers may store the page, and ask each time whether it is still the one: they may have signed in since. */
async function answer(request: IncomingMessage, response: ServerResponse, page: Page): Promise<void> {
  const { headers, method } = request
  for (const [name, value] of Object.entries({
    'Content-Security-Policy': page.policy,
    'Cache-Control': 'private, no-cache',
    Vary: VARY,
    ETag: page.tag,
  })) {
    response.setHeader(name, value)
  }
  if (headers['if-none-match'] === page.tag) return void response.writeHead(304).end()
  const isPacked = /(^|[,\s])gzip($|[,\s;])(?!\s*q=0)/.test(String(headers['accept-encoding'] ?? ''))
  const body = isPacked ? page.packed : await unpack(page.packed)
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Length': body.length,
    ...(isPacked ? { 'Content-Encoding': 'gzip' } : {}),
  })
  response.end(method === 'HEAD' ? undefined : body)
}
