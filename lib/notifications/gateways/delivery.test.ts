import { expect, test } from 'vitest'
import { DeliveryError, withoutAnswer, withTimeout } from './delivery'

test('work that does not end is given up, and nobody knows what it did', async () => {
  await expect(withTimeout(new Promise(() => {}), 20)).rejects.toMatchObject({ kind: 'UNSURE', code: 'TIMEOUT' })
  expect(await withTimeout(Promise.resolve(7), 20)).toBe(7)
})

test('a code contains only what a log and an audit event may contain', () => {
  expect(new DeliveryError('REFUSED', 'Failed 138\n{}').code).toBe('Failed_138___')
  expect(new DeliveryError('REFUSED', '').code).toBe('NONE')
  expect(new DeliveryError('REFUSED', 'x'.repeat(100)).code).toHaveLength(48)
})

test.each([
  ['UNREACHABLE', 'request to https://x/ failed, reason: connect ECONNREFUSED 127.0.0.1:1'],
  ['UNREACHABLE', 'getaddrinfo EAI_AGAIN dysmsapi.aliyuncs.comPOST https://x failed.'],
  ['UNREACHABLE', 'request to https://x/ failed, reason: self-signed certificate'],
  ['UNREACHABLE', 'unable to get local issuer certificatePOST https://x failed.'],
  ['UNREACHABLE', 'Client network socket disconnected before secure TLS connection was established'],
  ['UNSURE', 'ConnectTimeout: Connect https://x failed.'], // the Alibaba SDK's, also after it connected
  ['UNSURE', 'network timeout at: https://x/'],
  ['UNSURE', 'read ECONNRESETPOST https://x failed.'],
  ['UNSURE', 'request to https://x/ failed, reason: socket hang up'],
  ['UNSURE', 'write EPIPE'],
])('%s: %s', (kind, message) => {
  expect(withoutAnswer(message).kind).toBe(kind)
})
