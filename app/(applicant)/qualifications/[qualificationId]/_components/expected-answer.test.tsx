import { NextIntlClientProvider } from 'next-intl'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { FORMATS } from '@/lib/core/languages/formats'
import applicantEn from '@/lib/core/languages/messages/en/applicant.json'
import commonEn from '@/lib/core/languages/messages/en/common.json'
import applicantZh from '@/lib/core/languages/messages/zh-CN/applicant.json'
import commonZh from '@/lib/core/languages/messages/zh-CN/common.json'
import type { ExpectedAnswer as Expected } from '@/lib/review/queue/expected-answer'
import { ExpectedAnswer } from './expected-answer'

const MESSAGES = {
  'zh-CN': { applicant: applicantZh, common: commonZh },
  en: { applicant: applicantEn, common: commonEn },
}
const BY = new Date('2026-12-01T09:00:00Z')
const MOST = new Date('2026-12-02T16:00:00Z')

/** Returns the text of the card, without its markup. */
const shown = (locale: keyof typeof MESSAGES, expected: Expected | null) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale={locale} timeZone="Asia/Shanghai" messages={MESSAGES[locale]} formats={FORMATS}>
      <ExpectedAnswer expected={expected} ways={[]} />
    </NextIntlClientProvider>,
  ).replaceAll(/<[^>]*>/g, '')

const BASIS = { 'zh-CN': '近 30 天 40 份申请', en: 'for 40 applications in the last 30 days' } as const

test.each([
  ['zh-CN', BY, MOST, '半数申请在 2026年12月1日 17:00 之前有结果，九成申请在 2026年12月3日 00:00 之前。'],
  ['en', BY, MOST, 'decided before Dec 1, 2026, 17:00, and nine out of ten before Dec 3, 2026, 00:00.'],
  ['zh-CN', null, MOST, '九成申请在 2026年12月3日 00:00 之前有结果。'],
  ['en', null, MOST, 'Nine out of ten applications are decided before Dec 3, 2026, 00:00.'],
  ['zh-CN', MOST, MOST, '结果九成申请在 2026年12月3日 00:00 之前有结果。'],
  ['en', MOST, MOST, 'Nine out of ten applications are decided before Dec 3, 2026, 00:00.'],
  ['zh-CN', null, null, '比十份中的九份都长'],
  ['en', null, null, 'has waited longer than nine out of ten'],
] as const)('in %s, with %s and %s, it says the time, and on what it is based', (locale, by, most, words) => {
  const text = shown(locale, { decided: 40, by, most })
  expect(text).toContain(words)
  expect(text).toContain(BASIS[locale])
})

test.each([
  ['zh-CN', '暂时给不出可靠的时间', '不是承诺'],
  ['en', 'Too few applications were reviewed', 'It is not a promise'],
] as const)('in %s, with too few decisions, it says so and names no time and no basis', (locale, words, basis) => {
  const text = shown(locale, null)
  expect(text).toContain(words)
  expect(text).not.toContain(basis)
  expect(text).not.toMatch(/20\d\d/)
})
