import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Gateway, normalise } from '@/examples/gateway/gateway'
import { normaliseSignature } from '@/lib/rulebook/checks/names'

test('the gateway reads a signature as the portal does', () => {
  const unit = fc.oneof(
    fc.constantFrom(...'【】[] \u3000\t（）ＡｂcÉ́书屋!！'),
    fc.string({ unit: 'binary', maxLength: 1 }),
  )
  fc.assert(
    fc.property(fc.array(unit), (units) => {
      const text = units.join('')
      expect(normalise(text)).toBe(normaliseSignature(text).toUpperCase())
    }),
    { numRuns: 1_000 },
  )
})

test('nothing is allowed before the first copy', () => {
  const gateway = new Gateway({ portal: 'http://127.0.0.1:1', key: 'key', closesAfter: 1_000 })
  expect([gateway.allows({ account: '', signature: '', carrier: '', use: '' }), gateway.age()]).toEqual([
    null,
    Infinity,
  ])
})
