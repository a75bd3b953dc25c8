import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { lanesAfter, readPlace, writePlace } from './queue-place'

const id = randomUUID()
const place = new Date(1_700_000_000_123)

test('a place survives the address', () => {
  for (const isUrgent of [true, false]) {
    const there = { isUrgent, place, id }
    expect(readPlace(writePlace(there))).toEqual(there)
  }
})

test('what is no place is none', () => {
  for (const text of [
    undefined,
    '',
    `u.${id}`,
    `x.1.${id}`,
    `u.-1.${id}`,
    'n.1.2',
    `n.1.${id}.1`,
    `n.253402300800000.${id}`,
  ]) {
    expect(readPlace(text)).toBeNull()
  }
})

test('behind an urgent one come the rest of the urgent and all others; behind another, others alone', () => {
  const urgent = { isUrgent: true, place, id }
  const other = { isUrgent: false, place, id }
  expect(lanesAfter(null)).toEqual([
    { isUrgent: true, after: null },
    { isUrgent: false, after: null },
  ])
  expect(lanesAfter(urgent)).toEqual([
    { isUrgent: true, after: urgent },
    { isUrgent: false, after: null },
  ])
  expect(lanesAfter(other)).toEqual([{ isUrgent: false, after: other }])
})
