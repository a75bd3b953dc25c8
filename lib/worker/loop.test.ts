import { expect, test, vi } from 'vitest'
import { HOUR } from '@/lib/core/clock'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { startLoop, wakeAll, wakeAnother, wakeOne } from './loop'

/** Starts two loops that rest for an hour after each round, or work until they are let go. */
function twoLoops() {
  const rounds = [0, 0]
  let isHeld = false
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  const loops = rounds.map((_, at) =>
    startLoop('test', async () => {
      rounds[at] = (rounds[at] ?? 0) + 1
      if (isHeld) await held
      return HOUR
    }),
  )
  const rest = () => vi.waitUntil(() => loops.every((loop) => loop.isPausing()), { timeout: PATIENCE, interval: 1 })
  return {
    ...{ loops, rounds, rest, stop: () => Promise.all(loops.map((loop) => loop.stop())) },
    hold: () => (isHeld = true),
    letGo: () => {
      isHeld = false
      letGo()
    },
  }
}

test('one piece of work wakes one loop, and the next one another', async () => {
  const { loops, rounds, rest, stop } = twoLoops()
  await rest()
  wakeOne(loops)
  await rest()
  expect(rounds).toEqual([2, 1])
  wakeOne(loops)
  wakeOne(loops)
  await rest()
  expect(rounds).toEqual([3, 2])
  wakeAll(loops)
  await rest()
  expect(rounds).toEqual([4, 3])
  await stop()
})

test('where no loop is at rest, each looks again after its round', async () => {
  const { loops, rounds, rest, stop, hold, letGo } = twoLoops()
  await rest()
  hold()
  wakeAll(loops)
  await vi.waitUntil(() => rounds.every((count) => count === 2), { timeout: PATIENCE, interval: 1 })
  expect(wakeAnother(loops)).toBe(false)
  wakeOne(loops)
  letGo()
  await rest()
  expect(rounds).toEqual([3, 3])
  await stop()
})
