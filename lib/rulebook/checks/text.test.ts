import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mobileNumber } from '@/lib/accounts/mobile-number'
import { isOfAge, isRealDate } from '@/lib/core/dates'
import { hasSignatureCharacters, isPersonName, normaliseName, normaliseSignature } from './names'
import { compactCode, halfWidth, lengthOf } from './text'

const fullWidth = (text: string): string =>
  text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).replaceAll(' ', '\u3000')

describe('text', () => {
  it('turns every full-width character into its plain one and keeps Han characters', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(halfWidth(fullWidth(text))).toBe(text)
      }),
    )
    expect(halfWidth('张三，１２３Ａｂ')).toBe('张三,123Ab')
    expect(compactCode(' 1101 05-1949１２３１ 002ｘ')).toBe('11010519491231002X')
    expect(lengthOf('𠮷野家')).toBe(3)
  })
})

describe('mainland mobile numbers', () => {
  const number = fc
    .tuple(
      fc.constantFrom(...'3456789'),
      fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 9, maxLength: 9 }),
    )
    .map(([second, rest]) => `1${second}${rest}`)

  it('are normalised to one form from each way of writing them', () => {
    const prefix = fc.constantFrom('', '+86', '86', '0086', '(+86)', '+86 ')
    fc.assert(
      fc.property(number, prefix, fc.constantFrom('', ' ', '-'), fc.boolean(), (digits, before, between, wide) => {
        const typed = before + [digits.slice(0, 3), digits.slice(3, 7), digits.slice(7)].join(between)
        expect(mobileNumber(wide ? fullWidth(typed) : typed)).toBe(`+86${digits}`)
        expect(mobileNumber(`+86${digits}`)).toBe(`+86${digits}`)
      }),
    )
  })

  it.each([
    '',
    '12345678901',
    '1381234567',
    '138123456789',
    '+852 61234567',
    '+1 3812345678',
    '010-12345678',
    '1３8 abcd',
    '8613812345',
  ])('%j is no mobile number', (typed) => expect(mobileNumber(typed)).toBeNull())
})

describe('dates', () => {
  it.each(['2024-02-29', '2000-02-29', '1900-01-01'])('%s is real', (date) => expect(isRealDate(date)).toBe(true))
  it.each(['2023-02-29', '1900-02-29', '2024-13-01', '2024-04-31', '2024-1-1', '', '0050-01-01', '2024-00-10'])(
    '%j is not',
    (date) => expect(isRealDate(date)).toBe(false),
  )

  it('a person is of age on the birthday, and on 1 March when born on 29 February', () => {
    expect(isOfAge('2008-11-25', '2026-11-25', 18)).toBe(true)
    expect(isOfAge('2008-11-26', '2026-11-25', 18)).toBe(false)
    expect(isOfAge('2008-02-29', '2026-02-28', 18)).toBe(false)
    expect(isOfAge('2008-02-29', '2026-03-01', 18)).toBe(true)
    expect(isOfAge('1899-01-01', '2026-03-01', 18)).toBe(true)
  })
})

describe('names', () => {
  it.each(['张三', '欧阳娜娜', '迪丽热巴·迪力木拉提', '𠮷田', 'Mary-Jane O’Neil', 'José Álvarez', 'J. R. Smith'])(
    '%s is a name',
    (name) => expect(isPersonName(name)).toBe(true),
  )
  it.each(['张', '张三1', '张三！', '·张三', '', '【张三】', 'a@b'])('%j is no name', (name) =>
    expect(isPersonName(name)).toBe(false),
  )

  it('have their middle dot normalised', () => {
    for (const dot of '·•‧∙・･.．') expect(normaliseName(` 迪丽热巴${dot}迪力木拉提 `)).toBe('迪丽热巴·迪力木拉提')
    expect(normaliseName('J.  R. Smith')).toBe('J. R. Smith')
  })

  it('of sender signatures lose their brackets', () => {
    for (const typed of ['【样本小店】', '[样本小店]', ' 样本小店 ', '【样本小店'])
      expect(normaliseSignature(typed)).toBe('样本小店')
    expect(normaliseSignature('ＡＰＰ通知')).toBe('APP通知')
  })

  it('of sender signatures may have letters, Han characters and digits, but not only digits', () => {
    for (const text of ['样本小店', 'Sample2', '3号店']) expect(hasSignatureCharacters(text)).toBe(true)
    for (const text of ['样本 小店', '样本!', '12345', '样本·店', '']) expect(hasSignatureCharacters(text)).toBe(false)
  })
})
