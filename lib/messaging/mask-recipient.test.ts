import { expect, test } from 'vitest'
import { maskRecipient } from './mask-recipient'

test.each([
  ['+8613800138000', '138****8000'],
  ['+85291234567', '+85****4567'],
  ['zhou@example.cn', 'z***@example.cn'],
  ['z@example.cn', 'z***@example.cn'],
  ['12345', '****'],
])('%s is %s', (to, masked) => {
  expect(maskRecipient(to)).toBe(masked)
})
