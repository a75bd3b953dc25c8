import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findPersonalNumbers, hasPersonalNumber } from './personal-numbers'

/** Marks what is found by brackets. */
const marked = (text: string) =>
  findPersonalNumbers(text)
    .toReversed()
    .reduce((so, { from, to }) => `${so.slice(0, from)}[${so.slice(from, to)}]${so.slice(to)}`, text)

test.each([
  '证件号 [110105199003070310]',
  '证件号 [11010519900307031X]',
  '证件号 [11010519900307031x]，照片模糊',
  '[1101 0519 9003 0703 10]',
  '[１１０１０５１９９００３０７０３１０]',
  '[110105 1990-03-07 0310]',
  '[110105/1990/03/07/031X]',
  '[110105，19900307，0310]',
  '请回电 [138-0013-8000]',
  '请回电[13800138000]或[139 0013 9000]。',
  '+[86 138 0013 8000]',
  '[138.0013.8000]',
  '[138/0013/8000]',
  '[138,0013,8000]',
  '2026-03-01 [138 0013 8000]',
  '座机 [010-12345678]',
  '座机（[010）12345678]',
  '座机 ([010) 12345678]',
  '座机（[０１０）１２３４５６７８]',
  '座机 [0591 8765 4321]，或 [0591-8765432]',
  '座机[059187654321]',
  '座机 [010 / 1234567]',
  '座机（[0591），8765-4321]',
  '(+[86)10-12345678]',
  '手机（[138）0013（8000]）',
  '手机 [138  --  0013 ---- 8000]',
  '证件 [110105 —— -19900307......0310]',
  '400-123-4567，手机 [13800138000]',
  '代码 [91350100M000100Y43]',
  '代码 [9135 0100 M000 100Y 43] 已注销',
  '代码[９１３５０１００Ｍ０００１００Ｙ４３]',
  '卡号 [6222 0212 3456 7890 123]',
  '[1101\u200b05199003070310]',
  '😀 [13800138000] 😀',
  '验证码是 [482913]',
  '您的验证码：[48 29 13]，请勿转发',
  'The verification code 【[4829]】 was sent',
  '动态口令 [482913]',
  'your code [482913]',
  '[482913] 是您的验证码',
  '[4829-13] is your verification code',
])('found in %s', (text) => {
  expect(marked(text.replaceAll(/[[\]]/g, ''))).toBe(text)
})

test.each([
  '',
  '第二个字看不清',
  '有效期 2016-03-01 至 2026-03-01 已过',
  '2016.03.01-2026.03.01',
  '2016/3/1—2026/3/1',
  '2016年3月1日，2026年3月1日',
  '第 2 页，共 12 页，缺第 11 页',
  '缺第 1、2、3、4、5、6、7、8、9、10 页',
  '缺第 1 2 3 4 5 6 7 8 9 10 11 页',
  '①②③④⑤⑥⑦⑧⑨⑩⑪⑫',
  '缺 2021、2022、2023、2024 年的年报',
  '2021-2022-2023-2024',
  'The last 6 characters can’t be read',
  'see https://example.cn/help/12345',
  '金额 1,000,000,000,000 元',
  '验证码没有收到，第 2 次',
  '2026 年验证码没有收到',
  'postal code 350001',
  '请致电 400-123-4567',
  '请致电 400-123-4567-8001，或 800-810-0000 / 400-765-4321',
  '请致电（400）1234567',
  '接入号 106900009060，或 1069 0000 9060 1234',
  '接入号：10690000906012345678',
  '138-------0013-------8000',
  '2026-11-30（2026-12-01）',
  '2026-11-30 - - - 2026-12-01',
  '第 010 份（2026-11-30）',
  '第 15 页（2026-11-30）5 处',
  '合同 12345678（123）',
  '金额 1,000,000.00（2,000,000.00）元',
  '参见 ZX-20261127-DJULE8',
  '参见 ZX-20261127-234567、zx-20261127-2345AB',
])('none is found in %s', (text) => {
  expect(marked(text)).toBe(text)
})

test('a mobile number is found between any words, however its groups are written', () => {
  const words = fc.stringMatching(/^[\u4e00-\u9fa5a-z]{0,12}$/)
  const separator = fc.constantFrom('', ' ', '-', '·', '\u3000', '.', '/', ' - ')
  fc.assert(
    fc.property(words, words, separator, fc.stringMatching(/^1[3-9]\d{9}$/), (before, after, sign, number) => {
      const written = [number.slice(0, 3), number.slice(3, 7), number.slice(7)].join(sign)
      expect(hasPersonalNumber(`${before}${written}${after}`)).toBe(true)
    }),
  )
})

test('a long text takes time that grows with its length', () => {
  expect(findPersonalNumbers('1 '.repeat(20_000))).toHaveLength(1)
  expect(findPersonalNumbers('1、'.repeat(20_000))).toEqual([])
})
