import { expect, test } from 'vitest'
import { WindowCount } from './window-count'

test('a window is counted for each party, and the next one starts empty', () => {
  let now = 20_000
  const count = new WindowCount(10, 10, () => now)
  expect(count.look('a', 10)).toEqual({ isOver: false, left: 0, seconds: 10 })
  expect(count.look('a', 0).left).toBe(10) // looking counts nothing
  expect(count.count('a', 4)).toEqual({ isOver: false, left: 6, seconds: 10 })
  now = 29_001
  expect(count.look('a', 7)).toEqual({ isOver: true, left: 0, seconds: 1 })
  expect(count.look('b', 7).isOver).toBe(false)
  now = 30_000
  expect(count.look('a', 10)).toEqual({ isOver: false, left: 0, seconds: 10 })
})

test('it remembers no more parties than it may', () => {
  const count = new WindowCount(1, 10, () => 0)
  for (let n = 0; n < 10_001; n++) count.count(`${n}`, 1)
  expect(['0', '9999', '10000'].map((party) => count.look(party, 1).isOver)).toEqual([true, true, false])
})
