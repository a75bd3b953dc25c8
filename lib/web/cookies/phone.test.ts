import { expect, test } from 'vitest'
import { canPhonesReach } from './phone'

test.each([
  ['http://localhost:3000', false],
  ['http://LOCALHOST:3000', false],
  ['http://127.0.0.1:3000', false],
  ['http://[::1]:3000', false],
  ['https://qualify.example.cn', true],
  ['http://192.168.1.20:3000', true],
])('a phone can open %s: %s', (url, expected) => {
  expect(canPhonesReach(new URL(url))).toBe(expected)
})
