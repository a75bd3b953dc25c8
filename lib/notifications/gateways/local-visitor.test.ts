import { expect, test } from 'vitest'
import { isLocalVisitor } from './local-visitor'

test.each(['localhost', 'LOCALHOST:3000', '127.0.0.1:3000', '[::1]:3000'])('%s is this machine', (host) => {
  expect(isLocalVisitor({ host, isForwarded: false })).toBe(true)
  expect(isLocalVisitor({ host, isForwarded: true })).toBe(false)
})

test.each([
  '',
  'qualify.example.com',
  'localhost.example.com',
  '127.0.0.1.example.com',
  'evil@localhost',
  '10.0.0.1:3000',
])('%s is not', (host) => {
  expect(isLocalVisitor({ host, isForwarded: false })).toBe(false)
})
