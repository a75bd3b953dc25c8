import { expect, test } from 'vitest'
import { localeFor } from './locales'

test.each([
  [null, 'zh-CN'],
  ['', 'zh-CN'],
  ['en-GB,en;q=0.9', 'en'],
  ['fr-FR,en;q=0.5,zh;q=0.8', 'zh-CN'],
  ['zh-TW', 'zh-CN'],
  ['zh;q=0,en', 'en'],
  ['de', 'zh-CN'],
  ['en;q=nonsense,zh', 'zh-CN'],
])('%j is answered in %s', (header, locale) => {
  expect(localeFor(header)).toBe(locale)
})
