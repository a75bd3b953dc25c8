import fc from 'fast-check'
import { expect, test } from 'vitest'
import { masked } from './masked'

test.each([
  ['11010519491231002X', '1101••••••••••002X'],
  ['+8613800138000', '+86••••••••000'],
  ['12345678', '12••••78'],
  ['张三', '••'],
  ['', ''],
])('%s is told as %s', (value, told) => {
  expect(masked(value)).toBe(told)
})

test('at least half of it is covered, and it stays as long as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }), (value) => {
      const told = [...masked(value)]
      expect(told).toHaveLength([...value].length)
      expect(told.filter((one) => one === '•').length * 2).toBeGreaterThanOrEqual(told.length)
    }),
  )
})
