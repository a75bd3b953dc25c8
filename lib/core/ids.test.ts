import { afterEach, expect, test, vi } from 'vitest'
import { isId, newId } from './ids'

afterEach(() => void vi.restoreAllMocks())

const NOW = Date.UTC(2026, 10, 30)
const timeOf = (id: string) => Number.parseInt(id.replace('-', '').slice(0, 12), 16)

test('ids of one millisecond are in the order in which they were made, and differ', () => {
  vi.spyOn(Date, 'now').mockReturnValue(NOW)
  const ids = Array.from({ length: 50_000 }, newId)
  expect(ids).toEqual(ids.toSorted())
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of [ids[0], ids.at(-1)]) {
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(timeOf(id ?? '')).toBe(NOW)
    expect(isId(id ?? '')).toBe(true)
  }
})

test('an id has the time of the clock, also when that was set back', () => {
  const now = vi.spyOn(Date, 'now')
  for (const at of [NOW, NOW + 1, NOW - 60_000]) {
    now.mockReturnValue(at)
    expect(timeOf(newId())).toBe(at)
  }
})

test('the count of a millisecond begins anywhere', () => {
  const now = vi.spyOn(Date, 'now')
  const begins = Array.from({ length: 100 }, (_, n) => {
    now.mockReturnValue(NOW + n)
    return newId().slice(14, 23)
  })
  expect(new Set(begins).size).toBeGreaterThan(90)
})
