import { NextIntlClientProvider } from 'next-intl'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import enRulebook from '@/lib/core/languages/messages/en/rulebook.json'
import enRules from '@/lib/core/languages/messages/en/rules.json'
import zhRulebook from '@/lib/core/languages/messages/zh-CN/rulebook.json'
import zhRules from '@/lib/core/languages/messages/zh-CN/rules.json'
import { EditFailure } from './edit-failure'

const MESSAGES = {
  'zh-CN': { rulebook: zhRulebook, rules: zhRules },
  en: { rulebook: enRulebook, rules: enRules },
} as const

test.each([
  ['zh-CN', 'validityMonths', '“资质有效期”不能超过 60 个月。'],
  ['zh-CN', 'leaseMinutes', '“审核领取时限”不能超过 240 分钟。'],
  ['en', 'validityMonths', '“Validity of an approval” can’t exceed 60 months.'],
] as const)('a term that is too long names the most that is allowed, in %s: %s', (locale, at, sentence) => {
  const params = { problem: 'TERM_TOO_LONG', at }
  const shown = renderToStaticMarkup(
    <NextIntlClientProvider locale={locale} timeZone="Asia/Shanghai" messages={MESSAGES[locale]}>
      <EditFailure failure={{ ok: false, error: 'INVALID_INPUT', params, sent: {}, fields: {} }} />
    </NextIntlClientProvider>,
  )
  expect(shown).toContain(sentence)
})
