import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskNumber, maskPhone } from '@/lib/core/masking'
import { csvCell } from './csv'
import { STARTS_FORMULA } from './formula'

test.each(['+8613800138000', '+85291234567', '010-12345678', '-1', '=1+1'])(
  '%s masked runs in no spreadsheet',
  (number) => {
    expect(maskPhone(number)).not.toMatch(STARTS_FORMULA)
    expect(maskNumber(number)).not.toMatch(STARTS_FORMULA)
  },
)

test('a masked mobile number needs no apostrophe in a CSV', () => {
  expect(csvCell(maskPhone('+8613800138000'))).toBe('138****8000')
})

test('no masked phone or number starts like a formula', () => {
  const number = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...'=+-@\t\r\0＝＋－＠0123456789X'), maxLength: 24 }),
  )
  fc.assert(
    fc.property(number, (text) => {
      expect(STARTS_FORMULA.test(maskPhone(text))).toBe(false)
      expect(STARTS_FORMULA.test(maskNumber(text))).toBe(false)
    }),
  )
})
