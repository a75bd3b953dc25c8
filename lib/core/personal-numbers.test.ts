import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hasPersonalNumber } from './personal-numbers'

test.each([
  '证件号 110105199003070310',
  '证件号 11010519900307031X',
  '1101 0519 9003 0703 10',
  '１１０１０５１９９００３０７０３１０',
  '请回电 138-0013-8000',
  '+86 138 0013 8000',
  '138.0013.8000',
  '代码 91350100M000100Y43',
  '代码 9135 0100 M000 100Y 43',
  '卡号 6222 0212 3456 7890 123',
  '1101\u200b05199003070310',
])('a number is found in %s', (text) => {
  expect(hasPersonalNumber(text)).toBe(true)
})

test.each([
  '',
  '第二个字看不清',
  '有效期 2016-03-01 至 2026-03-01 已过',
  '2016.03.01-2026.03.01',
  '2016年3月1日，2026年3月1日',
  '第 2 页，共 12 页，缺第 11 页',
  'The last 6 characters can’t be read',
  'see https://example.cn/help/12345',
  '金额 1,000,000 元',
])('none is found in %s', (text) => {
  expect(hasPersonalNumber(text)).toBe(false)
})

test('a mobile number is found between any words, however its groups are written', () => {
  const words = fc.stringMatching(/^[\u4e00-\u9fa5a-z]{0,12}$/)
  const separator = fc.constantFrom('', ' ', '-', '·', '\u3000', '.')
  fc.assert(
    fc.property(words, words, separator, fc.stringMatching(/^1[3-9]\d{9}$/), (before, after, sign, number) => {
      const written = [number.slice(0, 3), number.slice(3, 7), number.slice(7)].join(sign)
      expect(hasPersonalNumber(`${before}${written}${after}`)).toBe(true)
    }),
  )
})
