import { expect, test } from 'vitest'
import { shownTurn } from './turned-classes'
import { turnedPlace } from './turned-place'

/** A place at the upper left, twice as wide as it is high. */
const PLACE = { left: 0, top: 0, right: 0.5, bottom: 0.25 }

test('a place turns with its picture, clockwise', () => {
  expect(turnedPlace(PLACE, 0)).toEqual(PLACE)
  expect(turnedPlace(PLACE, 90)).toEqual({ left: 0.75, top: 0, right: 1, bottom: 0.5 })
  expect(turnedPlace(PLACE, 180)).toEqual({ left: 0.5, top: 0.75, right: 1, bottom: 1 })
  expect(turnedPlace(PLACE, 270)).toEqual({ left: 0, top: 0.5, right: 0.25, bottom: 1 })
})

test('four quarters are none, whichever way it lay', () => {
  const quarters = [1, 2, 3, 4].reduce((place) => turnedPlace(place, 90), PLACE)
  expect(quarters).toEqual(PLACE)
  expect([0, 1, 2, 3, 4, 5].map((times) => shownTurn(90, times))).toEqual([90, 180, 270, 0, 90, 180])
  expect(shownTurn(undefined, 0)).toBe(0)
})
