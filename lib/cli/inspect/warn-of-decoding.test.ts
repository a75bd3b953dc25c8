import { afterEach, expect, test, vi } from 'vitest'
import type { DecodingHere } from '@/lib/imaging/decoder/decoding-rule'
import { warnOfDecoding } from './warn-of-decoding'

const given = vi.hoisted(() => ({ found: 'SANDBOXED' as DecodingHere }))
vi.mock('@/lib/documents/decoding-here', () => ({ decodingHere: async () => given.found }))

afterEach(() => {
  vi.restoreAllMocks()
})

test.each<[DecodingHere, number]>([
  ['SANDBOXED', 0],
  ['ALONE_ON_THIS_MACHINE', 1],
  ['ALLOWED_BY_OPERATOR', 1],
])('a command that opens files where decoding is %s prints %i lines on stderr', async (found, count) => {
  given.found = found
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  await warnOfDecoding()
  const lines = said.mock.calls.map(([line]) => String(line))
  expect(lines).toHaveLength(count)
  for (const line of lines) expect(line).toMatch(/^!! This system gives decoders no sandbox .*\.\n$/)
})

test('where a portal would open no file, a command opens none', async () => {
  given.found = 'CLOSED'
  await expect(warnOfDecoding()).rejects.toThrow(/could read the keyring\. DECODE_WITHOUT_SANDBOX=1/)
})
