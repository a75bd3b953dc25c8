import { expect, test } from 'vitest'
import { maskAnswer } from './mask-answer'

const field = (more: Partial<Parameters<typeof maskAnswer>[0]> = {}) => ({
  type: 'TEXT' as const,
  sensitive: false,
  checks: [],
  ...more,
})

test('names, numbers and phones of people are masked; values about no person are not', () => {
  expect(maskAnswer(field({ checks: ['PERSON_NAME'] }), '张明')).toBe('张*')
  expect(maskAnswer(field({ type: 'NUMBER_CODE', sensitive: true }), '11010519491231002X')).toBe('1101**********002X')
  expect(maskAnswer(field({ type: 'PHONE', sensitive: true }), '+8613800138000')).toBe('138****8000')
  expect(maskAnswer(field({ type: 'DATE', checks: ['NOT_IN_FUTURE', 'ADULT'] }), '1949-12-31')).toBe('19******31')
  expect(maskAnswer(field({ type: 'DATE', checks: ['NOT_ENDED'] }), '2030-12-31')).toBe('2030-12-31')
  expect(maskAnswer(field({ checks: ['ORGANISATION_NAME'] }), '北京小明书屋有限公司')).toBe('北京小明书屋有限公司')
})
