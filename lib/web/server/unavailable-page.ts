import type { IncomingMessage } from 'node:http'
import { createTranslator } from 'use-intl/core'
import { escapedHtml } from '@/lib/core/html'
import { isLocale, type Locale, localeFor } from '@/lib/core/languages/locales'
import en from '@/lib/core/languages/messages/en/failure.json'
import zhCN from '@/lib/core/languages/messages/zh-CN/failure.json'
import { LOCALE_COOKIE } from '../cookies/cookies'

const MESSAGES = { 'zh-CN': zhCN, en } satisfies Record<Locale, unknown>

/** Repeats the tokens of app/globals.css, which a browser may be unable to fetch then. */
const BODY = 'margin:0;padding:18vh 24px 48px;font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei",sans-serif'
const COLUMN = 'max-width:34em;margin:0 auto;border-top:2px solid #b3362b;padding-top:24px'
const BUTTON = 'display:inline-block;min-height:44px;line-height:44px;padding:0 16px;border:1px solid;border-radius:6px'

/** Returns the page that replaces one that needs the unavailable database. It needs no script and no other file. */
export function unavailablePage(request: Pick<IncomingMessage, 'headers' | 'method' | 'url'>): string {
  const locale = localeOf(request)
  const t = createTranslator({ locale, messages: MESSAGES[locale] })
  const isForm = request.method === 'POST'
  const next = escapedHtml(t(isForm ? 'unavailable.form' : 'unavailable.retry'))
  const wayOn = isForm
    ? `<p>${next}</p>`
    : `<p><a href="${escapedHtml(request.url ?? '/')}" style='${BUTTON};color:inherit;text-decoration:none'>${next}</a></p>`
  return `<!doctype html>
<html lang="${locale}" style="color-scheme:light dark">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapedHtml(t('unavailable.title'))}</title></head>
<body style='${BODY}'><main style="${COLUMN}"><p>503</p><h1 style="font-size:20px">${escapedHtml(t('unavailable.title'))}</h1><p>${escapedHtml(t('unavailable.text'))}</p>${wayOn}</main></body>
</html>
`
}

/** Returns the language by cookie, then by what the browser prefers, as on every page. */
function localeOf({ headers }: Pick<IncomingMessage, 'headers'>): Locale {
  const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim().split('='))
  const chosen = cookies.find(([name]) => name === LOCALE_COOKIE)?.[1]
  return isLocale(chosen) ? chosen : localeFor(headers['accept-language'] ?? null)
}
