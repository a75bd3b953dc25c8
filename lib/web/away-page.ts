import type { IncomingMessage } from 'node:http'
import { isLocale, type Locale, localeFor } from '@/lib/i18n/locales'
import en from '@/lib/i18n/messages/en/failure.json'
import zhCN from '@/lib/i18n/messages/zh-CN/failure.json'
import { LOCALE_COOKIE } from './locale-cookie'

const MESSAGES = { 'zh-CN': zhCN, en } satisfies Record<Locale, unknown>

/** As the tokens of app/globals.css have it, which a browser may be unable to fetch then. */
const BODY = 'margin:0;padding:18vh 24px 48px;font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif'
const COLUMN = 'max-width:34em;margin:0 auto;border-top:2px solid #b3362b;padding-top:24px'
const BUTTON = 'display:inline-block;min-height:44px;line-height:44px;padding:0 16px;border:1px solid;border-radius:6px'

/** The page for a browser whose page can't be made, since the database is away: whole in itself, without a script. */
export function awayPage(request: Pick<IncomingMessage, 'headers' | 'method' | 'url'>): string {
  const locale = localeOf(request)
  const { away } = MESSAGES[locale]
  const isForm = request.method === 'POST'
  const wayOn = isForm
    ? `<p>${escaped(away.form)}</p>`
    : `<p><a href="${escaped(request.url ?? '/')}" style='${BUTTON};color:inherit;text-decoration:none'>${escaped(away.retry)}</a></p>`
  return `<!doctype html>
<html lang="${locale}" style="color-scheme:light dark">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(away.title)}</title></head>
<body style='${BODY}'><main style="${COLUMN}"><p>503</p><h1 style="font-size:20px">${escaped(away.title)}</h1><p>${escaped(away.text)}</p>${wayOn}</main></body>
</html>
`
}

/** By cookie, then by what the browser asks for, as on every page. */
function localeOf({ headers }: Pick<IncomingMessage, 'headers'>): Locale {
  const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim().split('='))
  const chosen = cookies.find(([name]) => name === LOCALE_COOKIE)?.[1]
  return isLocale(chosen) ? chosen : localeFor(headers['accept-language'] ?? null)
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
