import { constants, PerformanceObserver } from 'node:perf_hooks'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { collectAll, collectYoung } from './collect-garbage'

const kinds: (number | undefined)[] = []
const observer = new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) kinds.push((entry as { detail?: { kind?: number } }).detail?.kind)
})
afterEach(() => observer.disconnect())

/** Returns a weak reference to an object that nothing else holds. */
const forgotten = () => new WeakRef({ large: new Array(1_000).fill(0) })

test('objects that nobody holds are gone after a collection of all', async () => {
  const reference = forgotten()
  await turn() // a weak reference holds its object until the turn is over
  collectAll()
  expect(reference.deref()).toBeUndefined()
})

test.each([
  ['young objects', collectYoung, constants.NODE_PERFORMANCE_GC_MINOR],
  ['all', collectAll, constants.NODE_PERFORMANCE_GC_MAJOR],
])('a collection of %s is one', async (_, collect, kind) => {
  kinds.length = 0
  observer.observe({ entryTypes: ['gc'] })
  collect()
  await vi.waitFor(() => expect(kinds).toContain(kind), PATIENCE)
})

test('no other code is given the collector', () => {
  collectAll()
  expect(globalThis.gc).toBeUndefined()
})
