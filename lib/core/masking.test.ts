import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskEmail, maskNumber, maskOrganisationName, maskPersonName, maskPhone } from './masking'

test.each([
  ['+8613800138000', '138****8000'],
  ['13800138000', '138****8000'],
  ['0086 138 0013 8000', '138****8000'],
  ['+85291234567', '852****4567'],
  ['010-12345678', '010****5678'],
  ['12345', '****'],
  ['8613', '****'],
  ['', ''],
])('the phone %s looks like %s', (phone, masked) => {
  expect(maskPhone(phone)).toBe(masked)
})

test.each([
  ['zhou@example.cn', 'z***@example.cn'],
  ['z@example.cn', 'z***@example.cn'],
  ['no address', '***'],
  ['@example.cn', '***'],
])('the e-mail address %s looks like %s', (address, masked) => {
  expect(maskEmail(address)).toBe(masked)
})

test.each([
  ['11010519491231002X', '1101**********002X'],
  ['13812345678', '13*******78'],
  ['12345678', '12****78'],
  ['张三', '**'],
  ['123', '***'],
  ['-1234567', '*1****67'],
  ['', ''],
])('the number %s looks like %s', (number, masked) => {
  expect(maskNumber(number)).toBe(masked)
})

test('at least half of a number is covered, and its length is unchanged', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (number) => {
      const shown = [...maskNumber(number)]
      expect(shown).toHaveLength([...number].length)
      const covered = shown.filter((one, i) => one === '*' || one !== [...number][i])
      expect(covered.length * 2).toBeGreaterThanOrEqual(shown.length)
    }),
  )
})

test('at most seven digits of any phone are shown', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789+- ()'), maxLength: 20 }), (phone) => {
      expect(maskPhone(phone)).toMatch(/^(?:\d{3}\*{4}\d{4}|\*{0,4})$/)
    }),
  )
})

test('the first character of a person’s name is shown, also of rare and foreign ones', () => {
  expect(['张明', '欧阳明月', '𬱖某', 'Anna', '𬱖', ''].map(maskPersonName)).toEqual([
    '张*',
    '欧***',
    '𬱖*',
    'A***',
    '𬱖*',
    '',
  ])
})

test('both ends of an organisation’s name are shown, when it is long', () => {
  expect(['北京准信科技有限公司', '老王面馆', ''].map(maskOrganisationName)).toEqual(['北京******公司', '老***', ''])
})
