import { NextIntlClientProvider } from 'next-intl'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import commonEn from '@/lib/core/languages/messages/en/common.json'
import failureEn from '@/lib/core/languages/messages/en/failure.json'
import commonZh from '@/lib/core/languages/messages/zh-CN/common.json'
import failureZh from '@/lib/core/languages/messages/zh-CN/failure.json'
import ErrorPage from './error'

const MESSAGES = { 'zh-CN': { common: commonZh, failure: failureZh }, en: { common: commonEn, failure: failureEn } }

const shown = (locale: keyof typeof MESSAGES, error: Error) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale={locale} timeZone="Asia/Shanghai" messages={MESSAGES[locale]}>
      <ErrorPage error={error} />
    </NextIntlClientProvider>,
  )

const lost = Object.assign(new Error('Failed to load chunk /_next/static/chunks/1.js'), { name: 'ChunkLoadError' })

test.each([
  ['zh-CN', '网络连接中断', '您已保存的内容没有丢失', '重试'],
  ['en', 'The connection was lost', 'What you saved is not lost', 'Try again'],
] as const)(
  'in %s, a lost connection is named, with what is safe and a way to continue',
  (locale, title, safe, retry) => {
    const html = shown(locale, lost)
    for (const said of [title, safe, `>${retry}</button>`, 'href="/"']) expect(html).toContain(said)
    expect(html).not.toMatch(/>50[03]</)
  },
)

test('any other error is the portal’s, and is not said to be the connection’s', () => {
  const html = shown('en', Object.assign(new Error('A bug'), { digest: '4711' }))
  expect(html).toContain('>500<')
  expect(html).toContain('4711')
  expect(html).not.toContain('The connection was lost')
})
