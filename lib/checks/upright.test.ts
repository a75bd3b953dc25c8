import { expect, test } from 'vitest'
import { aLetterReading, aReading } from '@/tests/factories/readings'
import { certainTurn, turnsOf } from './upright'

const NUMBER = { idNumber: '11010519491231002X' }

test('a picture is turned as it was read, where a value in it was read surely', () => {
  for (const turned of [0, 90, 180, 270] as const)
    expect(certainTurn(aReading({ turned, fields: NUMBER }))).toBe(turned)
  expect(certainTurn(aReading({ turned: 90, fields: NUMBER, confidence: 0.89 }))).toBe(0)
  expect(certainTurn(aReading({ turned: 90 }))).toBe(0)
})

test('what is read any way up, a card in a hand, and no document say nothing', () => {
  expect(
    certainTurn(aReading({ turned: 180, kind: 'LICENCE', side: null, fields: { qr: 'https://example.com' } })),
  ).toBe(0)
  expect(certainTurn(aReading({ turned: 180, kind: 'IN_HAND', side: null, fields: NUMBER }))).toBe(0)
  expect(certainTurn(aReading({ turned: 180, kind: 'NONE', side: null, fields: NUMBER }))).toBe(0)
})

test('a letter is turned as its print lies', () => {
  const letter = aLetterReading('ZX1 code', true)
  expect(certainTurn({ ...letter, turned: 270 })).toBe(270)
  expect(certainTurn({ ...aLetterReading(null, true), turned: 270 })).toBe(0)
  expect(certainTurn({ ...aLetterReading('ZX1 code', true, { registered: false }), turned: 270 })).toBe(0)
})

test('of a file there is a turn for each page, and nothing while all are upright', () => {
  const [upright, lying] = [aReading({ fields: NUMBER }), aReading({ turned: 90, fields: NUMBER })]
  expect(turnsOf([upright, lying])).toEqual([0, 90])
  expect([turnsOf([upright]), turnsOf(undefined)]).toEqual([[], []])
})
