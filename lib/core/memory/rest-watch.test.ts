import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { log } from '../log'
import { watchRest } from './rest-watch'

const LOOK = 10_000
const MEBIBYTE = 1024 * 1024

/** Stands for a process: what it has used and holds is set by the test. */
const of = { used: 0, held: 0 }
const did: string[] = []
const watched = {
  used: () => of.used,
  held: () => of.held,
  collectYoung: () => void did.push('young'),
  collectAll: () => {
    did.push('all')
    of.held -= 50 * MEBIBYTE
  },
}

let stop = () => {}
beforeEach(() => {
  vi.useFakeTimers()
  Object.assign(of, { used: 0, held: 200 * MEBIBYTE })
  did.length = 0
})
afterEach(() => {
  stop()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

/** Lets looks pass, during each of which the process works for so many milliseconds. */
function looks(...worked: number[]) {
  for (const milliseconds of worked) {
    of.used += milliseconds
    vi.advanceTimersByTime(LOOK)
  }
}

test('young objects are collected at the first look at rest, all at the second, and nothing after it', () => {
  stop = watchRest(watched)
  looks(3_000, 501)
  expect(did).toEqual([])
  looks(500)
  expect(did).toEqual(['young'])
  looks(20)
  expect(did).toEqual(['young', 'all'])
  of.held += 100 * MEBIBYTE
  looks(0, 0, 0)
  expect(did).toEqual(['young', 'all'])
})

test('work between two looks starts the rest again', () => {
  stop = watchRest(watched)
  looks(0, 501, 0, 501)
  expect(did).toEqual(['young', 'young'])
  looks(0, 0)
  expect(did).toEqual(['young', 'young', 'young', 'all'])
})

test('a rest after which there is little more than after the last collection has none', () => {
  stop = watchRest(watched)
  looks(0, 0)
  expect(did).toEqual(['young', 'all'])
  of.held += 15 * MEBIBYTE
  looks(900, 0, 0)
  expect(did).toEqual(['young', 'all'])
  of.held += MEBIBYTE
  looks(900, 0, 0)
  expect(did).toEqual(['young', 'all', 'young', 'all'])
})

test('the time of a collection is no work', () => {
  const collectAll = () => {
    did.push('all')
    of.used += 900
  }
  stop = watchRest({ ...watched, collectAll })
  looks(0, 0)
  of.held += 100 * MEBIBYTE
  looks(0, 0, 0)
  expect(did).toEqual(['young', 'all'])
})

test('a collection that throws is logged, and the next rest has one', () => {
  const bugs = vi.spyOn(log, 'error')
  let fails = true
  const collectAll = () => {
    if (fails) throw new TypeError('no function')
    did.push('all')
  }
  stop = watchRest({ ...watched, collectAll })
  looks(0, 0)
  expect(bugs).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ act: 'memory.rest', error: 'TypeError' }),
    'bug',
  )
  fails = false
  looks(900, 0, 0)
  expect(did).toEqual(['young', 'young', 'all'])
})

test('it ends with the portal', () => {
  watchRest(watched)()
  looks(0, 0, 0)
  expect(did).toEqual([])
})
