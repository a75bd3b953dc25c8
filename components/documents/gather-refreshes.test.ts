import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { gatherRefreshes } from './gather-refreshes'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

const passing = (milliseconds: number) => vi.advanceTimersByTime(milliseconds)

/** Makes a page that is drawn when the test says so. */
function aPage() {
  const drawn: (() => void)[] = []
  const refreshWithin = gatherRefreshes((onDrawn) => void drawn.push(onDrawn))
  return { refreshWithin, count: () => drawn.length, draw: (index: number) => drawn[index]?.() }
}

/** Makes a page that is drawn at once. */
function aQuickPage() {
  const at: number[] = []
  const refreshWithin = gatherRefreshes((onDrawn) => {
    at.push(performance.now())
    onDrawn()
  })
  return { refreshWithin, at }
}

test('what comes at the same time is one refresh', () => {
  const { refreshWithin, count } = aPage()
  for (let slot = 0; slot < 12; slot += 1) refreshWithin(0)
  expect(count()).toBe(0)
  passing(0)
  expect(count()).toBe(1)
  passing(10_000)
  expect(count()).toBe(1)
})

test('what may wait does, and is served by a refresh that starts before', () => {
  const page = aPage()
  page.refreshWithin(500)
  passing(499)
  expect(page.count()).toBe(0)
  passing(1)
  expect(page.count()).toBe(1)
  page.draw(0)

  const other = aPage()
  other.refreshWithin(500)
  passing(200)
  other.refreshWithin(0)
  passing(0)
  expect(other.count()).toBe(1)
  other.draw(0)
  passing(10_000)
  expect(other.count()).toBe(1)
})

test('what may wait does not put off what was to come earlier', () => {
  const { refreshWithin, count } = aPage()
  refreshWithin(300)
  passing(100)
  refreshWithin(500)
  passing(200)
  expect(count()).toBe(1)
})

test('none starts while one is in progress; what comes meanwhile is one more after it', () => {
  const { refreshWithin, count, draw } = aPage()
  refreshWithin(0)
  passing(0)
  refreshWithin(0)
  passing(1_000)
  refreshWithin(500)
  refreshWithin(0)
  passing(1_000)
  expect(count()).toBe(1)
  draw(0)
  passing(0)
  expect(count()).toBe(2)
  draw(1)
  passing(10_000)
  expect(count()).toBe(2)
})

test('what comes at the end of one in progress waits for its own time', () => {
  const { refreshWithin, count, draw } = aPage()
  refreshWithin(0)
  passing(2_000)
  refreshWithin(500)
  draw(0)
  passing(499)
  expect(count()).toBe(1)
  passing(1)
  expect(count()).toBe(2)
})

test('refreshes start 250 ms apart, however many are needed, and the last one always happens', () => {
  const { refreshWithin, at } = aQuickPage()
  const start = performance.now()
  for (let event = 0; event < 60; event += 1) {
    refreshWithin(0)
    passing(10)
  }
  expect(at.map((time) => time - start)).toEqual([0, 250, 500])
  passing(10_000)
  expect(at.map((time) => time - start)).toEqual([0, 250, 500, 750])
})

test('after a while, one that does not come is not waited for, and changes nothing when it comes', () => {
  const { refreshWithin, count, draw } = aPage()
  refreshWithin(0)
  passing(0)
  refreshWithin(0)
  passing(29_999)
  expect(count()).toBe(1)
  passing(2)
  expect(count()).toBe(2)
  refreshWithin(0)
  draw(0)
  passing(1_000)
  expect(count()).toBe(2) // the second is in progress
  draw(1)
  passing(0)
  expect(count()).toBe(3)
})
