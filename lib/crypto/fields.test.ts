import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SealBrokenError } from './aead'
import { type FieldPlace, open, seal } from './fields'

const key = randomBytes(32)
const place: FieldPlace = { table: 'users', column: 'name_sealed', row: '0198c0de-0000-7000-8000-000000000001' }
const text = () => fc.string({ unit: 'grapheme' })

test('any text opens to what was sealed', () => {
  fc.assert(
    fc.property(text(), (plaintext) => {
      expect(open(key, place, seal(key, place, plaintext))).toBe(plaintext)
    }),
  )
  expect(open(key, place, seal(key, place, '𠮷野家 龑🪪'))).toBe('𠮷野家 龑🪪')
})

test('never gives the same bytes twice, and is 29 bytes longer than what it holds', () => {
  const [one, other] = [seal(key, place, '张三'), seal(key, place, '张三')]
  expect(one).not.toEqual(other)
  expect(one).toHaveLength(1 + 12 + 6 + 16)
})

test.each([
  ['another table', { ...place, table: 'accounts' }],
  ['another column', { ...place, column: 'phone_sealed' }],
  ['another row', { ...place, row: '0198c0de-0000-7000-8000-000000000002' }],
  ['a place that only reads alike', { ...place, table: 'usersn', column: 'ame_sealed' }],
])('does not open in %s', (_, elsewhere) => {
  expect(() => open(key, elsewhere, seal(key, place, '张三'))).toThrow(SealBrokenError)
})

test('opens in its own place alone', () => {
  const aPlace = () => fc.record({ table: text(), column: text(), row: text() })
  fc.assert(
    fc.property(aPlace(), aPlace(), (here, there) => {
      fc.pre(JSON.stringify(here) !== JSON.stringify(there))
      expect(() => open(key, there, seal(key, here, 'x'))).toThrow(SealBrokenError)
    }),
  )
})

test('does not open with another key, with any bit flipped, or cut at any length', () => {
  const sealed = seal(key, place, '13800138000')
  expect(() => open(randomBytes(32), place, sealed)).toThrow(SealBrokenError)
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const flipped = Buffer.from(sealed)
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    expect(() => open(key, place, flipped)).toThrow(SealBrokenError)
  }
  for (let length = 0; length < sealed.length; length++) {
    expect(() => open(key, place, sealed.subarray(0, length))).toThrow(SealBrokenError)
  }
})
