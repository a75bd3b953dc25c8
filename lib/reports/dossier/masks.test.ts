import { expect, test } from 'vitest'
import { maskedName, maskedValue, plainValue } from './masks'

const field = (more: Partial<Parameters<typeof maskedValue>[0]> = {}) => ({
  type: 'TEXT' as const,
  sensitive: false,
  checks: [],
  ...more,
})

test('of a name the first character is told, rare ones and foreign ones too', () => {
  expect(['张明', '欧阳明月', '𬱖某', 'Anna', ''].map(maskedName)).toEqual(['张*', '欧***', '𬱖*', 'A***', ''])
})

test('people’s names, numbers and phones are covered; what is no person’s is not', () => {
  expect(maskedValue(field({ checks: ['PERSON_NAME'] }), '张明')).toBe('张*')
  expect(maskedValue(field({ type: 'NUMBER_CODE', sensitive: true }), '11010519491231002X')).toBe('1101**********002X')
  expect(maskedValue(field({ type: 'PHONE', sensitive: true }), '+8613800138000')).toBe('138****8000')
  expect(maskedValue(field({ checks: ['ORGANISATION_NAME'] }), '北京小明书屋有限公司')).toBe('北京小明书屋有限公司')
  expect(plainValue(field({ type: 'PHONE' }), '+8613800138000')).toBe('138 0013 8000')
})
