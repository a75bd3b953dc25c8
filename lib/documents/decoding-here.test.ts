import { beforeEach, expect, test, vi } from 'vitest'
import type { Measure } from '@/lib/imaging/decoder/measures'

const given = vi.hoisted(() => ({ missing: [] as Measure[], isLoopback: false, allowed: '0' }))
vi.mock('@/lib/imaging/decoder/decoder-pool', async (original) => ({
  ...(await original<object>()),
  isolation: async () => ({ missing: given.missing }),
}))
vi.mock('@/lib/core/env', async (original) => ({
  ...(await original<object>()),
  env: () => ({
    isLoopback: given.isLoopback,
    DECODE_WITHOUT_SANDBOX: given.allowed,
    ZHUNXIN_DATA: '/nowhere',
  }),
}))

import { decodingHere, lastDecodingHere, requireDecoding, requireMarking } from './decoding-here'

/** Lists the measures that a plain user's decoder lacks where namespaces are withheld. */
const PLAIN: Measure[] = [
  ...(['OWN_NETWORK', 'OWN_PROCESSES', 'OWN_ACCOUNT', 'OWN_FILES'] as const),
  ...(['HIDDEN_SECRETS', 'HIDDEN_PORTAL', 'PROCESS_LIMIT'] as const),
]

beforeEach(() => Object.assign(given, { missing: [], isLoopback: false, allowed: '0' }))

test.each<[string, Measure[], string]>([
  ['nothing', [], 'SANDBOXED'],
  ['an account, as with user namespaces', ['OWN_ACCOUNT'], 'SANDBOXED'],
  ['namespaces, as root', PLAIN.filter((one) => one !== 'OWN_ACCOUNT' && one !== 'HIDDEN_PORTAL'), 'SANDBOXED'],
  ['namespaces, with Landlock', PLAIN.filter((one) => !one.startsWith('HIDDEN_')), 'SANDBOXED'],
  ['namespaces, as a plain user', PLAIN, 'CLOSED'],
  ['an account, and the hiding of files', ['OWN_ACCOUNT', 'HIDDEN_SECRETS'], 'CLOSED'],
  ['the hiding of the portal', ['OWN_ACCOUNT', 'OWN_PROCESSES', 'HIDDEN_PORTAL'], 'CLOSED'],
])('where a decoder lacks %s, and others reach the portal, it is %s', async (_, missing, expected) => {
  given.missing = missing
  expect(await decodingHere()).toBe(expected)
  expect(lastDecodingHere()).toBe(expected)
  const refusals = await Promise.allSettled([requireDecoding(), requireMarking()])
  const closed = [{ reason: { code: 'UPLOADS_CLOSED' } }, { reason: { code: 'VIEWS_CLOSED' } }]
  const open = [{ status: 'fulfilled' }, { status: 'fulfilled' }]
  expect(refusals).toMatchObject(expected === 'CLOSED' ? closed : open)
})

test('a portal that only this machine reaches opens files, and so does one whose operator allows it', async () => {
  given.missing = PLAIN
  given.isLoopback = true
  expect(await decodingHere()).toBe('ALONE_ON_THIS_MACHINE')
  await requireDecoding()
  Object.assign(given, { isLoopback: false, allowed: '1' })
  expect(await decodingHere()).toBe('ALLOWED_BY_OPERATOR')
  await requireDecoding()
})
