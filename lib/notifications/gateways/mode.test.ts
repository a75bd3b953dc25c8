import { afterEach, expect, test, vi } from 'vitest'
import { parseEnv } from '@/lib/core/env'
import { isEmailSent, isOutboxReadable, MessagingNotConfiguredError, messagingMode } from './mode'

const env = vi.hoisted(() => vi.fn())
vi.mock(import('@/lib/core/env'), async (original) => ({ ...(await original()), env }))
afterEach(() => vi.resetAllMocks())

const reachedAs = (HOST: string, ZHUNXIN_URL: string) =>
  env.mockReturnValue(parseEnv({ DATABASE_URL: 'postgresql://localhost/zhunxin', HOST, ZHUNXIN_URL }))

test.each([
  ['127.0.0.1', 'http://localhost:3000'],
  ['localhost', 'http://127.0.0.1:3000'],
  ['::1', 'http://[::1]:3000'],
])('%s as %s is this machine only: messages stay in the outbox', (host, url) => {
  reachedAs(host, url)
  expect(messagingMode()).toBe('outbox')
  expect(isOutboxReadable()).toBe(true)
})

test.each([
  ['0.0.0.0', 'http://localhost:3000'],
  ['::', 'http://localhost:3000'],
  ['127.0.0.1', 'https://qualify.example.com'], // behind a proxy
  ['192.168.1.5', 'http://192.168.1.5:3000'],
  ['127.0.0.1', 'http://localhost.example.com'],
])('%s as %s is reachable by others: refused, and nothing can be read', (host, url) => {
  reachedAs(host, url)
  expect(() => messagingMode()).toThrow(MessagingNotConfiguredError)
  expect(() => messagingMode()).toThrow(/No SMS gateway is configured.*loopback/)
  expect(isOutboxReadable()).toBe(false)
})

test('mail is sent by a server that is configured, or read where the outbox is', () => {
  reachedAs('127.0.0.1', 'http://localhost:3000')
  expect(isEmailSent()).toBe(true)
  reachedAs('0.0.0.0', 'https://qualify.example.com')
  expect(isEmailSent()).toBe(false)
  const server = { SMTP_URL: 'smtps://mail.example.com', MAIL_FROM: 'noreply@example.com' }
  const elsewhere = { DATABASE_URL: 'postgresql://localhost/zhunxin', HOST: '0.0.0.0' }
  env.mockReturnValue(parseEnv({ ...elsewhere, ...server }))
  expect(isEmailSent()).toBe(true)
})
