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

test('an invalid place is read as none', () => {
  for (const text of [
    undefined,
    '',
    `queue.0.${id}`,
    `queue.x.1.${id}`,
    `queue.2.1.${id}`,
    `messages.0.1.${id}`,
    `queue.0.-1.${id}`,
    'queue.1.1.2',
    `queue.1.1.${id}.1`,
    `queue.1.253402300800000.${id}`,
  ]) {
    expect(readPlace(text)).toBeNull()
  }
})

test('after an urgent case come the other urgent ones and then the rest; after another case, only the rest', () => {
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
