import { expect, test } from 'vitest'
import { readableNumber } from './mobile-number'

test('a mobile number is written in groups, as people read it', () => {
  expect(readableNumber('+8613800138000')).toBe('138 0013 8000')
})
