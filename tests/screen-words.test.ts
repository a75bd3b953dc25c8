import { expect, test } from 'vitest'
import { LOCALES } from '@/lib/core/languages/locales'
import { messagesOf } from '@/lib/core/languages/messages'

/**
 * Lists phrases that screens had and that people found unclear, each with what is written instead. Only phrases that
 * have no other meaning are here.
 */
const REPLACED = {
  'zh-CN': [
    [/回答三个问题/, '回答几个问题'],
    [/正在输入/, '尚未保存'],
    [/扩展号/, '接入号码'],
    [/这种来源需要依据/, 'said once, by what is required'],
    [/000 ?条以上/, '超过 100,000 条'],
    [/打印，每一页都要/, '用 A4 纸打印全部页面'],
    [/随之变了/, '函件内容已变更'],
    [/较早的一个为准/, '以先到期者为准'],
    [/打了码/, '部分隐藏'],
    [/证件背面/, '国徽面'],
    [/(?<!\d)20\d\d-\d\d-\d\d(?!\d)/, '2026年12月1日'],
  ],
  en: [
    [/\bAs whom\b/i, 'Who is applying?'],
    [/\bSee first\b/i, 'Check what you need'],
    [/\bhand(?:ed|s|ing)? in\b/i, 'submitted'],
    [/\bchanges asked for\b/i, 'changes requested'],
    [/\bmend(?:s|ed|ing)?\b/i, 'corrected'],
    [/^Codes$/, 'Verification codes'],
    [/\bsaves itself\b/i, 'Saved automatically'],
    [/\bgo on from any device\b/i, 'Continue on any device'],
    [/\bHow long, the rules say\b/i, 'Retention follows the rules in force when the application was started'],
    [/\bbegun\b/i, 'started'],
    [/\bUrgent ones first\b/i, 'Urgent first, then oldest'],
    [/\bcounts as a day older\b/i, 'Resubmissions count as one day older'],
    [/\bExtension\b/, 'Access number'],
    [/\bIs the administrator the legal representative\b/i, 'Administrator'],
    [/\b(?:month|minut|hour|day|second) (?:s|es)\b/i, 'ICU plurals'],
    [/\bother \{e?s\}/, 'ICU plurals of whole words'],
    [/\w\(s\)/, 'ICU plurals'],
    [/(?<!\d)20\d\d-\d\d-\d\d(?!\d)/, 'Dec 1, 2026'],
  ],
} as const satisfies Record<(typeof LOCALES)[number], readonly (readonly [RegExp, string])[]>

/** Lists the sentences of a language as `namespace.key.key`. */
function sentencesOf(messages: object, prefix = ''): [string, string][] {
  return Object.entries(messages).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[prefix + key, value]] : sentencesOf(value as object, `${prefix}${key}.`),
  )
}

/** Texts that people agreed to never change. */
const PUBLISHED = /^earlierConsents\./

const replacedIn = (locale: (typeof LOCALES)[number], sentences: readonly [string, string][]) =>
  sentences
    .filter(([key]) => !PUBLISHED.test(key))
    .flatMap(([key, text]) =>
      REPLACED[locale]
        .filter(([phrase]) => phrase.test(text))
        .map(([phrase, instead]) => `${key}: ${phrase} in “${text}”, better ${instead}`),
    )

test.each(LOCALES)('no screen has a phrase that was replaced, in %s', async (locale) => {
  const sentences = sentencesOf(await messagesOf(locale))
  expect(sentences.length).toBeGreaterThan(1_000)
  expect(replacedIn(locale, sentences)).toEqual([])
})

test.each([
  ['zh-CN', '信上印的内容随之变了'],
  ['zh-CN', '以审核规则的期限和您证件的有效期中较早的一个为准'],
  ['zh-CN', '2026-12-01 起可以重新申请'],
  ['zh-CN', '100,000 条以上'],
  ['zh-CN', '用 A4 纸打印，每一页都要。'],
  ['en', 'As whom do you apply?'],
  ['en', 'It saves itself'],
  ['en', 'Codes'],
  ['en', 'Changes asked for'],
  ['en', '{months} month{months, plural, one {} other {s}}'],
  ['en', '{count} minut es'],
] as const)('such a phrase is found, in %s: %s', (locale, text) => {
  expect(replacedIn(locale, [['some.key', text]])).toHaveLength(1)
})
