import { expect, test } from 'vitest'
import { requestedRange } from './byte-range'

const asked = (range: string, size = 100, more: Record<string, string> = {}) =>
  requestedRange(new Headers({ range, ...more }), size)

test.each([
  ['bytes=0-0', { start: 0, end: 0 }],
  ['bytes=10-19', { start: 10, end: 19 }],
  ['bytes=10-', { start: 10, end: 99 }],
  ['bytes=10-1000', { start: 10, end: 99 }],
  ['bytes=-10', { start: 90, end: 99 }],
  ['bytes=-1000', { start: 0, end: 99 }],
  ['BYTES=99-99', { start: 99, end: 99 }],
])('%s is a part', (range, part) => {
  expect(asked(range)).toEqual(part)
})

test.each(['bytes=100-', 'bytes=100-200', 'bytes=-0', 'bytes=999999999999999-'])('%s cannot be served', (range) => {
  expect(asked(range)).toBe('UNSATISFIABLE')
})

test('an empty file has no part', () => {
  expect(asked('bytes=0-', 0)).toBe('UNSATISFIABLE')
  expect(asked('bytes=-5', 0)).toBe('UNSATISFIABLE')
})

test.each([
  '',
  'bytes=-',
  'bytes=5-4',
  'bytes=0-1,5-6',
  'bytes=a-b',
  'items=0-5',
  'bytes 0-5',
  'bytes=1e3-',
  'bytes=--5',
  `bytes=${'9'.repeat(400)}-`,
])('%j is answered with all of it', (range) => {
  expect(asked(range)).toBeNull()
})

test('so is a part of the file as it was at the start', () => {
  expect(asked('bytes=0-5', 100, { 'if-range': '"etag"' })).toBeNull()
  expect(requestedRange(new Headers(), 100)).toBeNull()
})
