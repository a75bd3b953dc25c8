import { expect, test } from 'vitest'
import { BodyPace } from './body-pace'

const LIMITS = { windowMs: 30_000, windowBytes: 30_000, formMs: 60_000 }
const SECOND = 1_000

type Way = { isForm?: boolean; bytesAt: (second: number) => number; isHeldAt?: (second: number) => boolean }

/** The second in which a body is found too slow, looked at each second for a while; null for never. */
function cutAt({ isForm = false, bytesAt, isHeldAt = () => false }: Way): number | null {
  const pace = new BodyPace(LIMITS, isForm, bytesAt(0))
  for (let second = 1; second <= 2_000; second += 1) {
    if (pace.isTooSlow({ elapsed: SECOND, bytes: bytesAt(second), isHeld: isHeldAt(second) })) return second
  }
  return null
}

test('a body that stops, or drips, is cut after a window', () => {
  expect(cutAt({ bytesAt: () => 500 })).toBe(30)
  expect(cutAt({ bytesAt: (second) => second * 999 })).toBe(30)
  expect(cutAt({ bytesAt: (second) => Math.min(second, 45) * 20_000 })).toBe(90)
})

test('a file that moves is not, however long it takes', () => {
  expect(cutAt({ bytesAt: (second) => second * 20_000 })).toBeNull()
  expect(cutAt({ bytesAt: (second) => second * 1_000 })).toBeNull()
  expect(cutAt({ bytesAt: (second) => Math.floor(second / 20) * 100_000 })).toBeNull() // in bursts
})

test('a form has a time as a whole, too', () => {
  expect(cutAt({ isForm: true, bytesAt: (second) => second * 20_000 })).toBe(61)
})

test('no sender is cut off while the portal does not read', () => {
  const read = (second: number) => second * 10
  expect(cutAt({ bytesAt: read, isHeldAt: () => true })).toBeNull()
  expect(cutAt({ isForm: true, bytesAt: read, isHeldAt: () => true })).toBeNull()
  expect(cutAt({ bytesAt: () => 0, isHeldAt: (second) => second <= 100 })).toBe(130)
})
