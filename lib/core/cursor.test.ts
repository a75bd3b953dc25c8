import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cursorsOf } from './cursor'

const id = randomUUID()
const at = new Date(1_700_000_000_123)
const cursors = cursorsOf('letters', 2)

test('a place survives the address', () => {
  const times = fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
  fc.assert(
    fc.property(fc.constantFrom(0, 1), times, fc.uuid(), (rank, at, id) => {
      const text = cursors.write({ rank, at, id })
      expect(text).toMatch(/^[\w.-]{1,80}$/)
      expect(cursors.read(text)).toEqual({ rank, at, id })
    }),
  )
})

test('a list without ranks has rank 0 alone', () => {
  const plain = cursorsOf('letters')
  expect(plain.read(plain.write({ at, id }))).toEqual({ rank: 0, at, id })
  expect(plain.read(cursors.write({ rank: 1, at, id }))).toBeNull()
})

test('a cursor of another list is none of this one', () => {
  expect(cursorsOf('parcels', 2).read(cursors.write({ rank: 0, at, id }))).toBeNull()
})

test.each([
  undefined,
  '',
  '1.2.3',
  `1.${id}`,
  `letters.0.${id}`,
  `letters.0.1`,
  `letters.x.1.${id}`,
  `letters.2.1.${id}`,
  `letters.-1.1.${id}`,
  `letters..1.${id}`,
  `letters.0..${id}`,
  `letters.0.-1.${id}`,
  `letters.0.1e3.${id}`,
  `letters.0.253402300800000.${id}`,
  'letters.0.1.2',
  `letters.0.1.${id}.1`,
  ` letters.0.1.${id}`,
  `letters.0.1.${id}'; --`,
])('%s is no cursor', (text) => {
  expect(cursors.read(text)).toBeNull()
})
